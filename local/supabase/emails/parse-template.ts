/** What a template's action computes. */
export type Term =
  | { kind: 'value'; value: string | number }
  | { kind: 'field'; name: string }
  | { kind: 'variable'; name: string }
  | { kind: 'call'; name: string; args: Term[] }

/** A piece of a template of Go's `text/template`, as far as emails use the language. */
export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'print'; term: Term; escape: (value: string) => string }
  | { kind: 'set'; variable: string; isNew: boolean; term: Term }
  | { kind: 'if' | 'with'; term: Term; inner: Piece[]; otherwise: Piece[] }

const action = /\{\{(-\s)?((?:"(?:\\.|[^"\\\n])*"|(?!\s-\}\}|\}\})[^"])*)(\s-)?\}\}/g
const word = /\s*("(?:\\.|[^"\\])*"|:=|[()=]|\$\w+|\.\w*|[a-z]\w*|\d+)/y

type Cut = { text: string } | { words: string[]; source: string }

/** Reads a template. https://pkg.go.dev/text/template @throws where Go would not parse it, or where it uses more than this knows */
export function parseTemplate(source: string): Piece[] {
  const cuts = cut(source)
  const known: Set<string>[] = [new Set()]
  let at = 0

  /** The pieces up to `end` or `else`, which is left for the caller. */
  function pieces(isInner: boolean): Piece[] {
    const found: Piece[] = []
    for (; at < cuts.length; at += 1) {
      const next = cuts[at]!
      if ('text' in next) {
        found.push({ kind: 'text', text: next.text })
        continue
      }
      const [first, second] = next.words
      if (first === 'end' || first === 'else') {
        if (isInner) return found
        throw new Error(`unexpected {{${next.source}}}`)
      }
      if (first === 'if' || first === 'with') found.push(branch(first, next.words.slice(1)))
      else if (second === ':=' || second === '=') found.push(assignment(next.words))
      else found.push({ kind: 'print', term: expression(next.words), escape: String })
    }
    if (isInner) throw new Error('unexpected EOF: {{end}} is missing')
    return found
  }

  function branch(kind: 'if' | 'with', condition: string[]): Piece {
    const term = expression(condition)
    at += 1
    const inner = scoped()
    const { words } = cuts[at] as { words: string[] }
    if (words[0] === 'end') return { kind, term, inner, otherwise: [] }
    // `else if` ends with the same `end`.
    if (words[1] === 'if') return { kind, term, inner, otherwise: [branch('if', words.slice(2))] }
    if (words.length > 1) throw new Error(`unexpected "${words[1]}" after {{else`)
    at += 1
    const otherwise = scoped()
    const { words: last } = cuts[at] as { words: string[] }
    if (last[0] !== 'end') throw new Error('expected end; found {{else}}')
    return { kind, term, inner, otherwise }
  }

  function scoped(): Piece[] {
    known.push(new Set())
    const found = pieces(true)
    known.pop()
    return found
  }

  function assignment([variable = '', sign, ...rest]: string[]): Piece {
    const term = expression(rest)
    const isNew = sign === ':='
    if (isNew) known.at(-1)!.add(variable)
    assertKnown(variable)
    return { kind: 'set', variable, isNew, term }
  }

  function assertKnown(variable: string): void {
    if (!known.some((names) => names.has(variable)))
      throw new Error(`undefined variable "${variable}"`)
  }

  function expression(words: string[]): Term {
    const rest = [...words]
    const term = command(rest)
    if (rest.length > 0) throw new Error(`unexpected "${rest[0]}" in an action`)
    return term
  }

  function command(rest: string[]): Term {
    const terms: Term[] = []
    const name = /^[a-z]/.test(rest[0] ?? '') ? rest.shift()! : null
    while (rest.length > 0 && rest[0] !== ')') terms.push(operand(rest))
    if (name !== null) return { kind: 'call', name, args: terms }
    const [only, second] = terms
    if (only === undefined) throw new Error('missing value for command')
    if (second !== undefined) throw new Error("can't give argument to non-function")
    return only
  }

  function operand(rest: string[]): Term {
    const next = rest.shift()!
    if (next === '(') {
      const inner = command(rest)
      if (rest.shift() !== ')') throw new Error('unclosed left paren')
      return inner
    }
    if (next.startsWith('"')) return { kind: 'value', value: JSON.parse(next) as string }
    if (/^\d/.test(next)) return { kind: 'value', value: Number(next) }
    if (next.startsWith('.')) return { kind: 'field', name: next.slice(1) }
    if (next.startsWith('$')) {
      assertKnown(next)
      return { kind: 'variable', name: next }
    }
    if (/^[a-z]/.test(next)) return { kind: 'call', name: next, args: [] }
    throw new Error(`unexpected "${next}" in operand`)
  }

  return pieces(false)
}

/** Text and actions in turn, with the blanks that `{{-` and `-}}` take away. */
function cut(source: string): Cut[] {
  const cuts: Cut[] = []
  let end = 0
  let isTrimmed = false
  const addText = (raw: string, trimsEnd: boolean) => {
    if (raw.includes('{{'))
      throw new Error(`unclosed action at ${raw.slice(raw.indexOf('{{'), 40)}`)
    const from = isTrimmed ? raw.trimStart() : raw
    cuts.push({ text: trimsEnd ? from.trimEnd() : from })
  }
  for (const match of source.matchAll(action)) {
    const [whole, trimsBefore, inner = '', trimsAfter] = match
    addText(source.slice(end, match.index), trimsBefore !== undefined)
    end = match.index + whole.length
    isTrimmed = trimsAfter !== undefined
    if (!/^\/\*[^]*\*\/$/.test(inner)) cuts.push({ words: wordsOf(inner), source: inner })
  }
  addText(source.slice(end), false)
  return cuts
}

function wordsOf(inner: string): string[] {
  const words: string[] = []
  const text = inner.trim()
  for (word.lastIndex = 0; word.lastIndex < text.length;) {
    const found = word.exec(text)
    if (found === null) throw new Error(`This stand-in can't read {{${inner}}}`)
    words.push(found[1]!)
  }
  return words
}
