import { accentsFrom } from '../../build/contrast.ts'
import type { Brand, BrandLink } from '../../web/brand.ts'
import type { Shop } from './shop.ts'

/** What `web/brand.ts` says before its owner has said anything. */
export const unnamed = 'Portal Gateway'
const ourIcon = './favicon.svg'
const ours = { light: '#1d4ed8', dark: '#9db9ff' }

/** The file with other values, and what was changed, a line each. */
export type BrandEdit = { text: string; details: string[] }

/**
 * Puts the shop's values in the place of those that the file was shipped with. What the owner has written stays, and so
 * does a value that is not written as we ship it.
 * @param file.text of `web/brand.ts`
 */
export function editBrand(file: { text: string; brand: Brand }, shop: Shop): BrandEdit {
  const { brand } = file
  const { light, dark } = brand.colours
  const start = file.text.indexOf('export const brand')
  let [head, body] = [file.text.slice(0, start), file.text.slice(start)]
  const details: string[] = []
  const replace = (shipped: string, value: string, detail: string) => {
    const isThere = start !== -1 && body.split(shipped).length === 2
    if (isThere) body = body.replace(shipped, () => value)
    if (isThere) details.push(detail)
  }

  const { name, support, color, icon } = shop
  if (name !== null && brand.name === unnamed)
    replace(`  name: '${unnamed}',`, `  name: ${literal(name)},`, `name: ${name}`)
  if (support !== null && brand.support === null)
    replace('  support: null,', supportLine(support), `support: ${support.label}`)
  if (icon !== null && brand.icon === ourIcon)
    replace(
      `  icon: '${ourIcon}',`,
      `  icon: './icon.${icon.type}',`,
      `icon: web/public/icon.${icon.type}, from Stripe`,
    )
  if (color !== null && light.accent === ours.light && dark.accent === ours.dark) {
    const accents = accentsFrom(color)
    if (accents === null)
      details.push(`colors: ours stay, because Stripe's (${color}) is none that can be read`)
    else
      for (const scheme of ['light', 'dark'] as const) {
        const { accent, onAccent } = accents[scheme]
        const pair = (one: string, other: string) => `{ accent: '${one}', onAccent: '${other}' }`
        const shipped = pair(ours[scheme], brand.colours[scheme].onAccent)
        const shade =
          accent === color.toLowerCase() ? '' : `, the shade of ${color} that can be read`
        replace(shipped, pair(accent, onAccent), `${scheme} color: ${accent}${shade}`)
      }
  }
  return { text: head + body, details }
}

function supportLine({ label, href }: BrandLink): string {
  const line = `  support: { label: ${literal(label)}, href: ${literal(href)} },`
  if (line.length <= 100) return line
  return `  support: {\n    label: ${literal(label)},\n    href: ${literal(href)},\n  },`
}

/** A string as the formatter would write it. */
function literal(words: string): string {
  if (words.includes("'") && !words.includes('"')) return JSON.stringify(words)
  return `'${JSON.stringify(words).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}
