import type { Brand } from '../web/brand.ts'

/** The backgrounds of `tokens.css` on which a coloured word may stand. */
export const surfaces = { light: ['#ffffff', '#f6f6f3'], dark: ['#1c1e22', '#121316'] }

const least = 4.5
const needed = `to be read by all they need ${least}:1`

/** The contrast of two colours (`#rrggbb`) as WCAG 2 counts it, 1 to 21. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrastOf(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** What is too faint among an owner's colours, and what would do, in sentences; empty where everyone can read them. */
export function complaintsAboutColours(colours: Brand['colours']): string[] {
  return (['light', 'dark'] as const).flatMap((scheme) => {
    const { accent, onAccent } = colours[scheme]
    const place = `web/brand.ts, "colours.${scheme}"`
    const unreadable = [accent, onAccent].filter((colour) => !/^#[0-9a-f]{6}$/i.test(colour))
    if (unreadable.length > 0)
      return unreadable.map((colour) => `${place}: write "${colour}" as "#rrggbb"`)

    const tooFaint = (colour: string) => contrastOf(accent, colour) < least
    const told = (colour: string) =>
      `${Math.floor(contrastOf(accent, colour) * 100) / 100}:1 with "${colour}"`
    const faint = surfaces[scheme].filter(tooFaint)
    if (faint.length > 0) {
      const better = readable(accent, [...surfaces[scheme], onAccent]) ?? readable(accent, faint)
      const found = faint.map(told).join(', ')
      return `${place}: links of accent "${accent}" have a contrast of ${found}; ${needed}: accent "${better}" would do`
    }
    if (!tooFaint(onAccent)) return []
    const better = readable(onAccent, [accent])
    return `${place}: buttons of accent "${accent}" have a contrast of ${told(onAccent)}; ${needed}: onAccent "${better}" would do`
  })
}

/** The colour, as little darker or lighter as it takes to be read beside all of the others; `null` where none can. */
function readable(colour: string, others: string[]): string | null {
  const shades = [...Array(101).keys()].flatMap((percent) =>
    [0, 255].map((end) => mix(colour, end, percent / 100)),
  )
  return shades.find((shade) => others.every((each) => contrastOf(shade, each) >= least)) ?? null
}

function mix(colour: string, end: number, share: number): string {
  const mixed = channelsOf(colour).map((value) => Math.round(value + (end - value) * share))
  return '#' + mixed.map((value) => value.toString(16).padStart(2, '0')).join('')
}

function channelsOf(colour: string): number[] {
  return [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16))
}

function luminanceOf(colour: string): number {
  const [red = NaN, green = NaN, blue = NaN] = channelsOf(colour)
    .map((channel) => channel / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
