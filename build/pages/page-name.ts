/** One of our own pages: a frame, and the script of its element, which other sites may embed. */
export type PageName = {
  /** Its address. */
  path: string
  /** `<html>.html` is its frame. */
  html: string
  /** `<script>.ts` becomes `<script>.js`. */
  script: string
  /** Before the names of its other files. */
  prefix: string
  /** `/` if its own address isn't beside its files, with or without a slash at the end. */
  base: './' | '/'
}

export const billingPage: PageName = {
  path: '/',
  html: 'index',
  script: 'manage-billing',
  prefix: '',
  base: './',
}

export const plansPage: PageName = {
  path: '/plans',
  html: 'plans',
  script: 'buy-plans',
  prefix: 'plans-',
  base: '/',
}

export const cartPage: PageName = {
  path: '/cart',
  html: 'cart',
  script: 'shop-cart',
  prefix: 'cart-',
  base: '/',
}

export const pages = [billingPage, plansPage, cartPage]

/** The file of a page in one language. */
export function fileOf({ prefix }: PageName, language: string): string {
  return `${prefix}${language}.html`
}
