import type { Brand, BrandLink } from '../brand.ts'

/** Writes the brand into the page's frame, so that name, logo and footer are there before any script runs. */
export function fillFrame(html: string, brand: Brand): string {
  const parts: Record<string, string> = {
    language: escape(brand.language ?? 'en'),
    name: escape(brand.name),
    header: header(brand),
    footer: [brand.support, ...brand.links]
      .filter((link) => link !== null)
      .map(anchor)
      .join('\n'),
    contact: brand.support === null ? 'the shop that you paid' : anchor(brand.support),
  }
  return html.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => parts[name] ?? whole)
}

/** The owner's colours as custom properties, to follow `tokens.css`. */
export function brandColours({ light, dark }: Brand['colours']): string {
  const rule = ({ accent, onAccent }: typeof light) =>
    `:root, :host { --accent: ${accent}; --on-accent: ${onAccent} }`
  return `${rule(light)} @media (prefers-color-scheme: dark) { ${rule(dark)} }`
}

function header({ name, logo, home }: Brand): string {
  const sign = logo === null ? escape(name) : `<img src="${escape(logo)}" alt="${escape(name)}" />`
  return home === null
    ? `<span class="brand">${sign}</span>`
    : `<a class="brand" href="${escape(home)}">${sign}</a>`
}

function anchor({ label, href }: BrandLink): string {
  return `<a href="${escape(href)}">${escape(label)}</a>`
}

function escape(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? sign)
}
