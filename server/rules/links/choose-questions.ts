import type { CustomerId, FoldedAddress } from '../proved.ts'

/** A row that row-level security lets the visitor see; `created` in Unix seconds, 0 if the table wasn't told. */
export type OwnRow = { id: CustomerId; email: string; created: number }

/** A part of the visitor's rows, each end in the order of creation from its own side. */
export type OwnPage = {
  oldest: OwnRow[]
  /** Only if there are more than fit into `oldest`. */
  newest: OwnRow[]
  /** How many of the oldest were left out, because they were told before. */
  skipped: number
  total: number
}

/** Stripe's list of the customers of one spelling (its filter is exact), made within these seconds. */
export type SpellingQuestion = { email: string; from: number | null; until: number | null }

export type Plan = {
  questions: SpellingQuestion[]
  /** The rows that the questions are about: the oldest and the newest in turn. */
  asked: OwnRow[]
  /** How many rows must be skipped to be told the next ones; `null` if there are none. */
  next: number | null
}

/** Bounds what one request costs at Stripe, however many customers a stranger planted, in however many spellings. */
const mostQuestions = 5
/** More rows than this are asked about from both ends: one list of Stripe's has a hundred, those we lack among them. */
const mostInOneList = 50

/**
 * What to ask Stripe, at most five questions at once, about as many rows as these can cover: inwards from the oldest and
 * the newest, because those of a person whose address was flooded are from before or after the flood. On the first page
 * the proven spelling is always asked for, and the lists are open to both sides, so that customers which the table
 * lacks show up.
 */
export function chooseQuestions(address: FoldedAddress, page: OwnPage): Plan {
  const { skipped, total } = page
  const isFirst = skipped === 0
  const isSplit = page.oldest.length + page.newest.length > mostInOneList || !isFirst
  const groups = new Map<string, { end: End; email: string; rows: OwnRow[] }>()
  const groupOf = (end: End, email: string) => {
    const key = `${isSplit ? end : ''} ${email}`
    const found = groups.get(key)
    if (found !== undefined || groups.size === mostQuestions) return found
    const made = { end, email, rows: [] as OwnRow[] }
    groups.set(key, made)
    return made
  }
  if (isFirst) groupOf('newest', address)

  const asked: OwnRow[] = []
  const passed: Record<End, number> = { oldest: 0, newest: 0 }
  const isOver: Record<End, boolean> = { oldest: false, newest: false }
  for (const { end, row } of inTurn(page)) {
    const group = isOver[end] ? undefined : groupOf(end, row.email)
    if (group === undefined) {
      isOver[end] = true
      continue
    }
    group.rows.push(row)
    asked.push(row)
    passed[end] += 1
  }
  return {
    asked,
    next: skipped + passed.oldest + passed.newest < total ? skipped + passed.oldest : null,
    questions: [...groups.values()].map(({ end, email, rows }) => {
      const made = rows.map(({ created }) => created)
      const [first, last] = [Math.min(...made), Math.max(...made)]
      const hasFrom = isSplit && rows.length > 0 && first > 0 && !(isFirst && end === 'oldest')
      const hasUntil = isSplit && rows.length > 0 && last > 0 && !(isFirst && end === 'newest')
      return { email, from: hasFrom ? first : null, until: hasUntil ? last : null }
    }),
  }
}

type End = 'oldest' | 'newest'

/** Each row once, the oldest and the newest in turn; what was skipped to is read from its oldest on. */
function* inTurn({ oldest, newest, skipped }: OwnPage): Generator<{ end: End; row: OwnRow }> {
  const half = Math.ceil(oldest.length / 2)
  const isOnePage = newest.length === 0 && skipped === 0
  const heads = isOnePage || newest.length > 0 ? oldest.slice(0, half) : oldest
  const met = new Set(heads.map(({ id }) => id))
  const others = isOnePage ? oldest.slice(half).reverse() : newest
  const tails = others.filter(({ id }) => !met.has(id))
  for (let place = 0; place < Math.max(heads.length, tails.length); place += 1) {
    const [head, tail] = [heads[place], tails[place]]
    if (head !== undefined) yield { end: 'oldest', row: head }
    if (tail !== undefined) yield { end: 'newest', row: tail }
  }
}
