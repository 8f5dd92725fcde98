import type { Brand } from '../../web/brand.ts'
import { goText } from './go-text.ts'

/** What an email shows of a brand. */
export type EmailBrand = Pick<Brand, 'name' | 'support' | 'colours'>

/** Writes the owner's values into an email's first lines; a template without such lines stays as it is. */
export function fillBrand(template: string, brand: EmailBrand): string {
  const { light, dark } = brand.colours
  const values: Record<string, string> = {
    shop: brand.name,
    supportLabel: brand.support?.label ?? '',
    supportHref: brand.support?.href ?? '',
    accent: light.accent,
    onAccent: light.onAccent,
    darkAccent: dark.accent,
    onDarkAccent: dark.onAccent,
  }
  return template.replaceAll(
    /(\{\{- \$(\w+) := )"(?:\\.|[^"\\\n])*"( -\}\})/g,
    (line, ...found) => {
      const [before, name, after] = found as [string, string, string]
      const value = values[name]
      return value === undefined ? line : before + goText(value) + after
    },
  )
}
