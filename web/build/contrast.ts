import type { Brand } from '../brand.ts'

// The backgrounds of `tokens.css` on which a coloured word may stand.
const surfaces = { light: ['#ffffff', '#f6f6f3'], dark: ['#1c1e22', '#121316'] }

/** The contrast of two colours (`#rrggbb`) as WCAG 2 counts it, 1 to 21. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrastOf(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** What is too faint among an owner's colours, in sentences; empty where everyone can read them. */
export function complaintsAbout(colours: Brand['colours']): string[] {
  return (['light', 'dark'] as const).flatMap((scheme) => {
    const { accent, onAccent } = colours[scheme]
    return [onAccent, ...surfaces[scheme]]
      .filter((colour) => contrastOf(accent, colour) < 4.5)
      .map(
        (colour) =>
          `"${scheme}" colours of web/brand.ts: "${accent}" and "${colour}" differ by less than 4.5:1`,
      )
  })
}

function luminanceOf(colour: string): number {
  const channels = [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16) / 255)
  const [red = NaN, green = NaN, blue = NaN] = channels.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
