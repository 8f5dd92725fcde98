import type { Brand, BrandLink } from '../brand.ts'
import type { Text } from '../locales/text.ts'

/**
 * Writes the brand into the page's frame, so that name, logo, footer and a word to those without a script are there
 * before any script runs, in the language that the owner has chosen.
 */
export function fillFrame(html: string, brand: Brand, { page: words }: Pick<Text, 'page'>): string {
  const parts: Record<string, string> = {
    language: words.language,
    direction: words.direction,
    name: escape(brand.name),
    header: header(brand),
    footer: [brand.support, ...brand.links]
      .filter((link) => link !== null)
      .map(anchor)
      .join('\n'),
    scriptOff: escape(words.scriptOff),
    contact: contact(brand, words),
  }
  return html.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => parts[name] ?? whole)
}

/** The owner's colours as custom properties, to follow `tokens.css` with its very selectors. */
export function brandColours({ light, dark }: Brand['colours']): string {
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
