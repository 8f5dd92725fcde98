import type { Brand, BrandLink } from '../web/brand.ts'
import { fill } from '../web/words/fill.ts'
import type { Text } from '../web/words/text.ts'

/** A page's general words, and its first heading. */
type FrameText = { page: Text['page']; heading: string }

/**
 * Writes the brand into the page's frame, so that name, logo, icon and footer are there before any script runs, and the
 * version, which tells `npm run doctor` what is deployed. The blanks for words stay.
 */
export function fillFrame(html: string, brand: Brand, version: string): string {
  const links = [brand.support, ...brand.links].filter((link) => link !== null)
  const footer = links.map(anchor).join('\n')
  return fillBlanks(html, {
    header: header(brand),
    footer,
    icon: escape(brand.icon ?? './favicon.svg'),
    version: escape(version),
  })
}

/** Writes a language's words into the frame: its tag, direction and title, and a word for anyone whose script is off or slow. */
export function fillWords(html: string, brand: Brand, { page, heading }: FrameText): string {
  return fillBlanks(html, {
    language: page.language,
    direction: page.direction,
    title: escape(fill(page.title, { heading, brand: brand.name })),
    scriptOff: escape(page.scriptOff),
    slow: escape(page.slow),
    contact: contact(brand, page),
  })
}

function fillBlanks(html: string, parts: Record<string, string>): string {
  return html.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => parts[name] ?? whole)
}

/** The owner's colors as custom properties, to follow `tokens.css` with the same selectors. */
export function brandColors({ light, dark }: Brand['colours']): string {
  const values = ({ accent, onAccent }: typeof light) =>
    `{ --accent: ${accent}; --on-accent: ${onAccent} }`
  return (
    `:root, :host ${values(light)} ` +
    `@media (prefers-color-scheme: dark) { :root, :host(:not([scheme='light'])) ${values(dark)} }`
  )
}

function header({ name, logo, home }: Brand): string {
  const sign = logo === null ? escape(name) : `<img src="${escape(logo)}" alt="${escape(name)}" />`
  return home === null
    ? `<span class="brand">${sign}</span>`
    : `<a class="brand" href="${escape(home)}">${sign}</a>`
}

function contact({ support }: Brand, words: Text['page']): string {
  if (support === null) return escape(words.noSupport)
  return escape(words.support).replace('{support}', () => anchor(support))
}

function anchor({ label, href }: BrandLink): string {
  return `<a href="${escape(href)}">${escape(label)}</a>`
}

function escape(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? sign)
}
