import type { Brand } from '../web/brand.ts'

/** The backgrounds of `tokens.css` that colored words may be on. */
export const surfaces = { light: ['#ffffff', '#f6f6f3'], dark: ['#1c1e22', '#121316'] }

const least = 4.5
const needed = `they need at least ${least}:1 so that everyone can read them`

/** The contrast of two colors (`#rrggbb`) as WCAG 2 counts it, 1 to 21. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrastOf(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** Which of an owner's colors are too faint, and a better one, in sentences; empty if everyone can read them. */
export function complaintsAboutColors(colors: Brand['colours']): string[] {
  return (['light', 'dark'] as const).flatMap((scheme) => {
    const { accent, onAccent } = colors[scheme]
    const place = `web/brand.ts, "colours.${scheme}"`
    const unreadable = [accent, onAccent].filter((color) => !/^#[0-9a-f]{6}$/i.test(color))
    if (unreadable.length > 0)
      return unreadable.map((color) => `${place}: write "${color}" as "#rrggbb"`)

    const tooFaint = (color: string) => contrastOf(accent, color) < least
    const told = (color: string) =>
      `${Math.floor(contrastOf(accent, color) * 100) / 100}:1 with "${color}"`
    const faint = surfaces[scheme].filter(tooFaint)
    if (faint.length > 0) {
      const better = readable(accent, [...surfaces[scheme], onAccent]) ?? readable(accent, faint)
      const found = faint.map(told).join(', ')
      return `${place}: links of accent "${accent}" have a contrast of ${found}; ${needed}: try accent "${better}"`
    }
    if (!tooFaint(onAccent)) return []
    const better = readable(onAccent, [accent])
    return `${place}: buttons of accent "${accent}" have a contrast of ${told(onAccent)}; ${needed}: try onAccent "${better}"`
  })
}

/**
 * Colors for both schemes from a brand's one: only as much darker, or lighter, as it takes for everyone to read it.
 * @returns `null` if it isn't `#rrggbb`, or would have to be mixed half with black or more
 */
export function accentsFrom(color: string): Brand['colours'] | null {
  const own = color.toLowerCase()
  if (!/^#[0-9a-f]{6}$/.test(own)) return null
  const [accent, lighter] = [readable(own, surfaces.light, 50), readable(own, surfaces.dark)]
  if (accent === null) return null
  const on = (beside: string) =>
    ['#ffffff', '#0b1430', '#000000'].find((each) => contrastOf(each, beside) >= least)
  const [light, dark] = [on(accent), on(lighter ?? accent)]
  if (lighter === null || light === undefined || dark === undefined) return null
  const found = {
    light: { accent, onAccent: light },
    dark: { accent: lighter, onAccent: dark },
  }
  return complaintsAboutColors(found).length === 0 ? found : null
}

/** The color, made only as much darker or lighter as it takes to be readable beside all of the others; `null` if none is. */
function readable(color: string, others: string[], mostPercent = 100): string | null {
  const shades = [...Array(mostPercent + 1).keys()].flatMap((percent) =>
    [0, 255].map((end) => mix(color, end, percent / 100)),
  )
  return shades.find((shade) => others.every((each) => contrastOf(shade, each) >= least)) ?? null
}

function mix(color: string, end: number, share: number): string {
  const mixed = channelsOf(color).map((value) => Math.round(value + (end - value) * share))
  return '#' + mixed.map((value) => value.toString(16).padStart(2, '0')).join('')
}

function channelsOf(color: string): number[] {
  return [1, 3, 5].map((start) => parseInt(color.slice(start, start + 2), 16))
}

function luminanceOf(color: string): number {
  const [red = NaN, green = NaN, blue = NaN] = channelsOf(color)
    .map((channel) => channel / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
