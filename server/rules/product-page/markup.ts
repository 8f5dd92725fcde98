/** Text that is HTML already: whatever else comes into a template is escaped. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Part = Markup | string | false | null | Part[]

/** HTML with values in it: only what this function made is markup, and any other text stays text. */
export function fragment(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(strings.map((words, at) => words + write(parts[at] ?? '')).join(''))
}

/** A data block of JSON-LD, which no value can end. */
export function jsonLd(data: object): Markup {
  const text = JSON.stringify(data).replaceAll('<', String.raw`\u003c`)
  return new Markup(`<script type="application/ld+json">${text}</script>`)
}

function write(part: Part): string {
  if (part === false || part === null) return ''
  if (part instanceof Markup) return part.text
  return Array.isArray(part) ? part.map(write).join('') : escape(part)
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}
