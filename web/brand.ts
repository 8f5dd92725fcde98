import type { TextOverrides } from './words/text.ts'

/** A link and its words. */
export type BrandLink = { label: string; href: string }

/** What can be switched on for Stripe's page of an order. */
export type CheckoutSwitches = {
  /** Stripe Tax adds the tax; it must be set up at Stripe. */
  automaticTax: boolean
  /** A field for your promotion codes. */
  promotionCodes: boolean
  /** Businesses may enter their tax ID. */
  taxIds: boolean
  /** Customers must agree to your terms, whose address Stripe knows from its public details. */
  termsOfService: boolean
  /** A full billing address is asked for, always. */
  billingAddress: boolean
  /** An invoice of what is paid once, for a fee of Stripe's; a subscription has its invoices anyway. */
  invoices: boolean
}

/** What makes the page yours. Every field is public: it ends up in the page's files. */
export type Brand = {
  /** Your name, as customers know it. */
  name: string
  /** The address behind the name in the header; `null` makes it no link. */
  home: string | null
  /** A file in `web/public` (`./logo.svg`) or an https:// address; `null` shows the name as text. */
  logo: string | null
  /** The picture in the browser's tab: a file in `web/public`; left out: `./favicon.svg`. */
  icon?: string
  /** Buttons and links, as `#rrggbb`. Each pair needs a contrast of at least 4.5:1; otherwise the build fails and suggests a color. */
  colours: Record<'light' | 'dark', { accent: string; onAccent: string }>
  /** How customers who are stuck reach you: a `mailto:` or https:// address. */
  support: BrandLink | null
  /** Links in the footer: terms, privacy, legal notice. */
  links: BrandLink[]
  /** `en`, `de`, `fr`, `es`, `ja`, `ar` or a language that you add to `web/words`; `null` follows the visitor's browser. */
  language: string | null
  /** The domain that you gave Stripe's portal (`billing.example.com`); `null` if it is billing.stripe.com. */
  portalDomain?: string | null
  /** What Stripe's page of an order asks for and takes, beside the payment; nothing unless it is `true`. */
  checkout?: Partial<CheckoutSwitches>
  /** Where pictures of products may come from, as `[images]` in netlify.toml says; left out: Stripe's own host. */
  pictures?: string[]
  /** Your own sentences instead of ours, by language: `{ en: { signIn: { heading: 'Hello' } } }`. */
  text: Record<string, TextOverrides>
  /** What people read for the names that your prices open (`access`), by language: `{ en: { export: 'Exports' } }`. */
  accessNames?: Record<string, Record<string, string>>
}

export const brand: Brand = {
  name: 'Portal Gateway',
  home: null,
  logo: null,
  icon: './favicon.svg',
  colours: {
    light: { accent: '#1d4ed8', onAccent: '#ffffff' },
    dark: { accent: '#9db9ff', onAccent: '#0b1430' },
  },
  support: null,
  links: [],
  language: null,
  portalDomain: null,
  checkout: {
    automaticTax: false,
    promotionCodes: false,
    taxIds: false,
    termsOfService: false,
    billingAddress: false,
    invoices: false,
  },
  text: {},
}
