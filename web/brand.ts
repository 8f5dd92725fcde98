import type { TextOverrides } from './words/text.ts'

/** A link with the words that stand for it. */
export type BrandLink = { label: string; href: string }

/** What makes the page yours. Every field is public: it ends up in the page's files. */
export type Brand = {
  /** Who the page speaks for, as customers know you. */
  name: string
  /** Where the name in the header leads; `null` leads nowhere. */
  home: string | null
  /** A file in `web/public` (`./logo.svg`) or an https:// address; `null` shows the name in letters. */
  logo: string | null
  /** Buttons and links, as `#rrggbb`. Each pair needs a contrast of 4.5:1: below it the build fails and names one that does. */
  colours: Record<'light' | 'dark', { accent: string; onAccent: string }>
  /** How a stuck customer reaches you: a `mailto:` or https:// address. */
  support: BrandLink | null
  /** The footer: terms, privacy, imprint. */
  links: BrandLink[]
  /** `en`, `de`, `fr`, `es`, `ja`, `ar` or a file that you add to `web/words`; `null` follows the visitor's browser. */
  language: string | null
  /** Your own sentences in place of ours, by language: `{ en: { signIn: { heading: 'Hello' } } }`. */
  text: Record<string, TextOverrides>
}

export const brand: Brand = {
  name: 'Portal Gateway',
  home: null,
  logo: null,
  colours: {
    light: { accent: '#1d4ed8', onAccent: '#ffffff' },
    dark: { accent: '#9db9ff', onAccent: '#0b1430' },
  },
  support: null,
  links: [],
  language: null,
  text: {},
}
