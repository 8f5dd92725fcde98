import { invalid, missing } from './problem.ts'

/** Decoded parameters: a list is a group whose names are its indexes. */
export type Params = { [name: string]: string | Params }

/** Decodes `a[b][0]=c` of a query or a form body. */
export function parseParams(...encoded: string[]): Params {
  const params = emptyGroup()
  for (const text of encoded) {
    for (const [key, value] of new URLSearchParams(text)) place(params, namesOf(key), value)
  }
  return params
}

/** `undefined` if it is absent. @throws 400 if it is a group */
export function findText(params: Params, name: string): string | undefined {
  const value = params[name]
  if (value === undefined || typeof value === 'string') return value
  throw invalid(`Invalid string: ${JSON.stringify(value)}`, name)
}

/** @throws 400 if it is absent or empty */
export function getText(params: Params, name: string): string {
  const value = findText(params, name)
  if (!value) throw missing(name)
  return value
}

/** @throws 400 for anything else */
export function findInteger(params: Params, name: string): number | undefined {
  const text = findText(params, name)
  if (text === undefined) return undefined
  if (/^-?\d+$/.test(text)) return Number(text)
  throw invalid(`Invalid integer: ${text}`, name, 'parameter_invalid_integer')
}

/** @throws 400 for anything but `true` and `false` */
export function findBoolean(params: Params, name: string): boolean | undefined {
  const text = findText(params, name)
  if (text === undefined) return undefined
  if (text === 'true' || text === 'false') return text === 'true'
  throw invalid(`Invalid boolean: ${text}`, name)
}

/**
 * `null` if it is empty or absent.
 * @param path the whole name, if the field is inside a group
 * @throws 400 unless it is absolute
 */
export function findUrl(params: Params, name: string, path = name): string | null {
  const url = findText(params, name)
  if (!url) return null
  const protocol = URL.parse(url)?.protocol
  if (protocol === 'https:' || protocol === 'http:') return url
  throw invalid('Not a valid URL', path, 'url_invalid')
}

/** An empty value unsets a group, as at Stripe. */
export function findGroup(params: Params, name: string): Params | undefined {
  const value = params[name]
  if (value === undefined || value === '') return undefined
  if (typeof value !== 'string') return value
  throw invalid('Invalid object', name)
}

/** A list of texts; an empty value is an empty list. @throws 400 for anything else */
export function findList(params: Params, name: string): string[] | undefined {
  const value = params[name]
  if (value === undefined) return undefined
  if (value === '') return []
  if (typeof value === 'string') throw invalid('Invalid array', name)
  return Object.values(value).map((item) => {
    if (typeof item === 'string') return item
    throw invalid('Invalid string', name)
  })
}

/** A list of groups. @throws 400 for anything else */
export function findGroups(params: Params, name: string): Params[] | undefined {
  const group = findGroup(params, name)
  if (!group) return undefined
  return Object.keys(group)
    .map((index) => findGroup(group, index))
    .filter((item) => item !== undefined)
}

/** Metadata as sent: an empty value takes the name away. */
export function findTexts(params: Params, name: string): Record<string, string> | undefined {
  const group = findGroup(params, name)
  if (!group) return undefined
  return Object.fromEntries(Object.keys(group).map((key) => [key, findText(group, key) ?? '']))
}

function emptyGroup(): Params {
  // No prototype: a parameter may be called `__proto__`.
  return Object.create(null) as Params
}

function namesOf(key: string): string[] {
  const [first = '', ...rest] = key.split('[')
  return [first, ...rest.map((name) => name.replace(/\]$/, ''))]
}

function place(group: Params, [name = '', ...rest]: string[], value: string): void {
  const key = name === '' ? String(Object.keys(group).length) : name
  if (rest.length === 0) {
    group[key] = value
    return
  }
  const inner = group[key]
  const target = typeof inner === 'object' ? inner : emptyGroup()
  group[key] = target
  place(target, rest, value)
}
