import { createHash } from 'node:crypto'
import type { Brand, BrandLink } from '../../../web/brand.ts'
import { fill } from '../../../web/words/fill.ts'
import { fragment, Markup } from './markup.ts'
import { pageStyle } from './page-style.ts'
import type { Speaker } from './speaker.ts'

/** A page, and the policy under which a browser shows it. */
export type Page = { text: string; policy: string }

type Content = { heading: string; head?: Markup[]; body: Markup }

/** The owner's frame around what a page says: nothing in it runs, and nothing comes from elsewhere but the logo. */
export function framePage(
  brand: Brand,
  { text }: Speaker,
  { heading, head = [], body }: Content,
): Page {
  const { page } = text
  const style = pageStyle(brand.colours)
  const links = [brand.support, ...brand.links].filter((link) => link !== null)
  const title = fill(page.title, { heading, brand: brand.name })
  const markup = fragment`<!doctype html>
    <html lang="${page.language}" dir="${page.direction}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="${fromRoot(brand.icon ?? './favicon.svg')}" />
        ${head}
        <style>${new Markup(style)}</style>
      </head>
      <body>
        <header>${sign(brand)}</header>
        <main>${body}</main>
        <footer>${links.map(anchor)}</footer>
      </body>
    </html> `
  const hash = createHash('sha256').update(style).digest('base64')
  return { text: markup.text, policy: policyFor(hash, brand.logo) }
}

/** Whom to ask, as every page of ours says it. */
export function contactLine(brand: Brand, { text }: Speaker): Markup {
  if (brand.support === null) return fragment`<p>${text.page.noSupport}</p>`
  const [before = '', after = ''] = text.page.support.split('{support}')
  return fragment`<p>${before}${anchor(brand.support)}${after}</p>`
}

function policyFor(styleHash: string, logo: string | null): string {
  const logoOrigin = logo !== null && URL.canParse(logo) ? ` ${new URL(logo).origin}` : ''
  return [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    `img-src 'self'${logoOrigin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function sign({ name, logo, home }: Brand): Markup {
  const inside =
    logo === null ? fragment`${name}` : fragment`<img src="${fromRoot(logo)}" alt="${name}" />`
  return home === null
    ? fragment`<span class="brand">${inside}</span>`
    : fragment`<a class="brand" href="${fromRoot(home)}">${inside}</a>`
}

function anchor({ label, href }: BrandLink): Markup {
  return fragment`<a href="${fromRoot(href)}">${label}</a> `
}

/** The owner names files beside the page at `/`; this page is below it. */
function fromRoot(href: string): string {
  return href.replace(/^\.\//, '/')
}
