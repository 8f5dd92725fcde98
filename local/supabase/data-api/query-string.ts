import { DataApiFailure } from './failure.ts'

/** The values that a statement refers to as `$1`, `$2` and so on. */
export type Values = { list: string[]; add(value: string): string }

export function makeValues(): Values {
  const list: string[] = []
  return { list, add: (value) => `$${list.push(value)}` }
}

export function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}

/** `select=a,b` and `select=name:a`; `*` if nothing is named. */
export function parseColumns(select: string | null): string {
  if (select === null || select === '' || select === '*') return '*'
  const columns = select.split(',').map((part) => {
    const [, alias, column] = /^\s*(?:(\w+):)?(\w+|\*)\s*$/.exec(part) ?? []
    if (column === undefined) throw malformed(`"select=${select}"`)
    if (column === '*') return '*'
    return alias === undefined ? quoted(column) : `${quoted(column)} as ${quoted(alias)}`
  })
  return columns.join(', ')
}

/** `order=a.desc,b` */
export function parseOrder(order: string | null): string {
  if (order === null || order === '') return ''
  const terms = order.split(',').map((part) => {
    const [, column, direction] = /^(\w+)(?:\.(asc|desc))?$/.exec(part) ?? []
    if (column === undefined) throw malformed(`"order=${order}"`)
    return `${quoted(column)} ${direction ?? 'asc'}`
  })
  return ` order by ${terms.join(', ')}`
}

export function parseCount(value: string | null, name: string): number | null {
  if (value === null) return null
  if (!/^\d{1,9}$/.test(value)) throw malformed(`"${name}=${value}"`)
  return Number(value)
}

const comparisons: Record<string, string> = {
  eq: '=',
  neq: '<>',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
}
const truths = ['null', 'not_null', 'true', 'false', 'unknown']

/** `column=eq.value`, `not.is.null`, `in.(a,"b,c")`: the filters that are known here. */
export function parseFilter(column: string, filter: string, values: Values): string {
  const [, negation, operator, operand] = /^(not\.)?([a-z]+)\.(.*)$/s.exec(filter) ?? []
  const not = negation === undefined ? '' : 'not '
  if (operator === undefined || operand === undefined) throw malformed(`"${column}=${filter}"`)
  if (operator === 'is' && truths.includes(operand)) {
    return `${not}${quoted(column)} is ${operand.replace('_', ' ')}`
  }
  if (operator === 'in') {
    const items = parseList(operand).map((item) => values.add(item))
    if (items.length === 0) return `${not}false`
    return `${not}${quoted(column)} in (${items.join(', ')})`
  }
  const comparison = comparisons[operator]
  if (comparison === undefined) throw malformed(`"${column}=${filter}"`)
  return `${not}${quoted(column)} ${comparison} ${values.add(operand)}`
}

/** `(a,b)`; an item with a comma or a bracket is quoted, with a backslash before a quote inside. */
function parseList(operand: string): string[] {
  const [, inside] = /^\((.*)\)$/s.exec(operand) ?? []
  if (inside === '') return []
  const items: string[] = []
  const item = /(?:"((?:[^"\\]|\\.)*)"|([^",()]+))(,|$)/sy
  for (let separator = ','; separator === ',';) {
    const [whole, inQuotes, bare, next] = item.exec(inside ?? '') ?? []
    if (whole === undefined) throw malformed(`"in.${operand}"`)
    items.push(bare ?? inQuotes!.replaceAll(/\\(.)/gs, '$1'))
    separator = next!
  }
  return items
}

function malformed(what: string): DataApiFailure {
  return new DataApiFailure(400, 'PGRST100', `${what} could not be parsed, or is not known here`)
}
