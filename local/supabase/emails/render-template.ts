import { escapeValues } from './escape-values.ts'
import { parseTemplate } from './parse-template.ts'
import type { Piece, Term } from './parse-template.ts'

type Value = string | number | boolean

/**
 * Fills in a template as Go's `html/template` does, with its functions `eq ne and or not print len slice`.
 * @throws where Go fails, and at a field that Supabase doesn't give
 */
export function renderTemplate(source: string, fields: Record<string, string>): string {
  const pieces = parseTemplate(source)
  if (escapeValues(pieces).in !== 'text') throw new Error('ends in a non-text context')
  return run(pieces, { fields, dot: null, variables: [new Map()] })
}

type Scope = {
  fields: Record<string, string>
  /** What `{{with}}` found. */
  dot: Value | null
  variables: Map<string, Value>[]
}

function run(pieces: readonly Piece[], scope: Scope): string {
  return pieces.map((piece) => runPiece(piece, scope)).join('')
}

function runPiece(piece: Piece, scope: Scope): string {
  if (piece.kind === 'text') return piece.text
  const value = evaluate(piece.term, scope)
  if (piece.kind === 'print') return piece.escape(String(value))
  const { variables } = scope
  if (piece.kind === 'set') {
    const place = piece.isNew ? variables[0] : variables.find((each) => each.has(piece.variable))
    place!.set(piece.variable, value)
    return ''
  }
  const inner = { ...scope, variables: [new Map<string, Value>(), ...variables] }
  if (!isTrue(value)) return run(piece.otherwise, inner)
  return run(piece.inner, piece.kind === 'with' ? { ...inner, dot: value } : inner)
}

function evaluate(term: Term, scope: Scope): Value {
  switch (term.kind) {
    case 'value':
      return term.value
    case 'variable':
      return scope.variables.find((each) => each.has(term.name))!.get(term.name)!
    case 'field':
      return field(term.name, scope)
    case 'call':
      return call(term.name, term.args, scope)
  }
}

function field(name: string, { fields, dot }: Scope): Value {
  if (name === '' && dot !== null) return dot
  if (dot !== null) throw new Error(`can't evaluate field ${name}`)
  const value = fields[name]
  if (value === undefined) throw new Error(`The template has an unknown {{ .${name} }}`)
  return value
}

function call(name: string, args: Term[], scope: Scope): Value {
  const [first, ...rest] = args
  if (first === undefined) throw new Error(`wrong number of args for ${name}`)
  if (name === 'and' || name === 'or') {
    // The first that decides, and nothing after it is computed.
    let value = evaluate(first, scope)
    for (const each of rest) {
      if (isTrue(value) === (name === 'or')) break
      value = evaluate(each, scope)
    }
    return value
  }
  const most = { ne: 2, not: 1, len: 1 }[name] ?? Infinity
  if (args.length > most) throw new Error(`wrong number of args for ${name}`)
  const one = evaluate(first, scope)
  const others = rest.map((each) => evaluate(each, scope))
  switch (name) {
    case 'eq':
      return areEqual(one, others)
    case 'ne':
      return !areEqual(one, others)
    case 'not':
      return !isTrue(one)
    case 'print':
      return [one, ...others].reduce<string>((text, value, at, all) => {
        const hasBlank = at > 0 && typeof value !== 'string' && typeof all[at - 1] !== 'string'
        return text + (hasBlank ? ' ' : '') + String(value)
      }, '')
    case 'len':
      return Buffer.byteLength(textOf(one, name))
    case 'slice':
      return slice(textOf(one, name), others)
    default:
      throw new Error(`function "${name}" not defined`)
  }
}

function areEqual(one: Value, others: Value[]): boolean {
  if (others.length === 0) throw new Error('missing argument for comparison')
  return others.some((other) => {
    if (typeof other !== typeof one) throw new Error('incompatible types for comparison')
    return other === one
  })
}

function slice(text: string, bounds: Value[]): string {
  const bytes = Buffer.from(text)
  const [from = 0, to = bytes.length, ...more] = bounds
  if (typeof from !== 'number' || typeof to !== 'number' || more.length > 0)
    throw new Error('cannot index slice/array with this type')
  if (from > to || to > bytes.length) throw new Error('slice: index out of range')
  return bytes.subarray(from, to).toString()
}

function textOf(value: Value, name: string): string {
  if (typeof value === 'string') return value
  throw new Error(`${name} of type ${typeof value}`)
}

function isTrue(value: Value): boolean {
  return Boolean(value)
}
