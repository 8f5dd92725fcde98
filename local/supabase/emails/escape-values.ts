import type { Piece } from './parse-template.ts'

/** Where in the HTML a value comes out; `part` is how much of an address was there before. */
type Place =
  | { in: 'text' }
  | { in: 'style' }
  | { in: 'tag'; tag: string }
  | { in: 'attribute'; tag: string; name: string; before: string }

const addresses = ['href', 'src', 'action', 'background', 'cite', 'formaction', 'poster']

/**
 * Tells each printed value how Go's `html/template` would escape it in its place.
 * https://pkg.go.dev/html/template
 * @throws where Go would refuse the template, and at places where an email has no value
 */
export function escapeValues(pieces: readonly Piece[], start: Place = { in: 'text' }): Place {
  let place = start
  for (const piece of pieces) {
    if (piece.kind === 'text') place = move(place, piece.text)
    else if (piece.kind === 'print') piece.escape = escapeAt(place)
    else if (piece.kind !== 'set') {
      const ends = [escapeValues(piece.inner, place), escapeValues(piece.otherwise, place)] as const
      if (kindOf(ends[0]) !== kindOf(ends[1]))
        throw new Error(`{{${piece.kind}}} branches end in different contexts`)
      place = ends[0]
    }
  }
  return place
}

/** What Go compares of two places: of an address, whether its query has begun. */
function kindOf(place: Place): string {
  if (place.in !== 'attribute') return place.in
  return `${place.name} ${addresses.includes(place.name) ? partOf(place.before) : ''}`
}

function partOf(before: string): 'none' | 'path' | 'query' {
  return before === '' ? 'none' : /[?#]/.test(before) ? 'query' : 'path'
}

function move(from: Place, text: string): Place {
  let place = from
  let rest = text
  while (rest !== '') {
    const step = steps[place.in]
    const found = step.exec(rest)
    const end = found === null ? rest.length : found.index + found[0].length
    const passed = rest.slice(0, end)
    rest = rest.slice(end)
    if (found !== null) place = next(place, found)
    else if (place.in === 'attribute') place = { ...place, before: place.before + passed }
  }
  return place
}

// What leads out of a place: a tag's name, an attribute with its quote, a quote, the end of a style sheet.
const steps = {
  text: /<(!--|\/?[a-z!][\w-]*)/i,
  tag: /([\w-]+)="|\s[\w-]+=(?!")|(>)/,
  attribute: /"/,
  style: /<\/style>/i,
} as const

function next(place: Place, [whole, name = '']: RegExpExecArray): Place {
  switch (place.in) {
    case 'text':
      // Go drops comments, and knows more of scripts than an email needs.
      if (/^(!--|script|textarea|iframe)$/i.test(name))
        throw new Error(`This stand-in has no <${name} in an email`)
      return { in: 'tag', tag: name.toLowerCase() }
    case 'tag':
      if (whole.endsWith('"'))
        return { ...place, in: 'attribute', name: name.toLowerCase(), before: '' }
      if (whole !== '>') throw new Error(`This stand-in wants quotes after${whole}`)
      return place.tag === 'style' ? { in: 'style' } : { in: 'text' }
    case 'attribute':
      return { in: 'tag', tag: place.tag }
    case 'style':
      return { in: 'text' }
  }
}

function escapeAt(place: Place): (value: string) => string {
  if (place.in === 'text') return escapeHtml
  if (place.in === 'style') return cssValue
  if (place.in === 'tag' || place.name.startsWith('on') || place.name === 'srcset')
    throw new Error('This stand-in has no value here')
  if (place.name === 'style') return (value) => escapeHtml(cssValue(value))
  if (!addresses.includes(place.name)) return escapeHtml
  const part = partOf(place.before)
  if (part === 'query') return (value) => escapeHtml(percentEncode(value))
  return (value) =>
    escapeHtml(percentEncode(part === 'none' ? safeAddress(value) : value, reserved))
}

const entities: Record<string, string> = {
  '\0': '\uFFFD',
  '"': '&#34;',
  '&': '&amp;',
  "'": '&#39;',
  '+': '&#43;',
  '<': '&lt;',
  '>': '&gt;',
}

/** As Go writes them. */
export function escapeHtml(value: string): string {
  return value.replaceAll(/[\0"&'+<>]/g, (sign) => entities[sign]!)
}

const reserved = /^(?:[!#$&*+,/:;=?@[\]\w.~-]|%[\da-f]{2})/i

function percentEncode(value: string, kept = /^[\w.~-]/): string {
  return value.replaceAll(/[^]/gu, (sign, at: number) =>
    sign < '\x80' && kept.test(value.slice(at, at + 3))
      ? sign
      : [...Buffer.from(sign)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  )
}

function safeAddress(value: string): string {
  const scheme = /^([^:/]*):/.exec(value)?.[1]?.toLowerCase()
  return scheme === undefined || ['http', 'https', 'mailto'].includes(scheme) ? value : '#ZgotmplZ'
}

function cssValue(value: string): string {
  const isSafe = !/[\0"'()/;@[\\\]`{}<>]|--/.test(value) && !/expression|mozbinding/i.test(value)
  return isSafe ? value : 'ZgotmplZ'
}
