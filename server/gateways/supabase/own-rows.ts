import type { OwnPage, OwnRow } from '../../rules/links/choose-questions.ts'
import type { AccessToken, CustomerId } from '../../rules/proved.ts'
import { isCustomerId } from '../../rules/proved.ts'
import type { DataApi, DataApiAnswer } from './data-api.ts'
import { assertToken, codeOf, unwrap } from './data-api.ts'
import { parseId, parseRows, parseText } from './parse-answer.ts'

/**
 * What row-level security shows a visitor, read with their own token: live customers of our mode.
 * Both calls: @throws `token_invalid`, `database_unavailable`, `config_missing`
 */
export type OwnRows = {
  /** The oldest hundred after the first `skip`; without any skipped, and if there are more, also the newest fifty. */
  listOwn(token: AccessToken, skip: number): Promise<OwnPage>
  /** Which of these customers are the visitor's: looked up by id, so that however many others there are hides none. */
  findOwn(token: AccessToken, ids: CustomerId[]): Promise<CustomerId[]>
}

const name = 'stripe_customers'
const columns = 'stripe_customer_id,email,created_at'
const mostOldest = 100
const mostNewest = 50
/** Ids are up to 255 characters long, and travel in the URL. */
const idsPerCall = 25

export function createOwnRows(api: DataApi): OwnRows {
  const livemode = `eq.${api.livemode}`

  async function ask(token: AccessToken, ends: 'oldest' | 'newest', skip: number, most: number) {
    const way = ends === 'oldest' ? 'asc' : 'desc'
    const answer = await api.selectOwn(token, {
      table: name,
      columns,
      where: { livemode },
      order: `created_at.${way},stripe_customer_id.${way}`,
      range: { skip, most },
    })
    // Skipped to beyond the last one.
    if (codeOf(answer) === 'PGRST103') return { rows: [], total: skip }
    const rows = rowsOf(answer)
    return { rows, total: answer.count ?? skip + rows.length }
  }

  return {
    async listOwn(token, skip) {
      const { rows: oldest, total } = await ask(token, 'oldest', skip, mostOldest)
      const isCut = skip === 0 && oldest.length < total
      const newest = isCut ? (await ask(token, 'newest', 0, mostNewest)).rows : []
      return { oldest, newest, skipped: skip, total }
    },

    async findOwn(token, ids) {
      const parts = Array.from({ length: Math.ceil(ids.length / idsPerCall) }, (_, part) =>
        ids.slice(part * idsPerCall, (part + 1) * idsPerCall),
      )
      const answers = await Promise.all(
        parts.map((part) =>
          api.selectOwn(token, {
            table: name,
            columns,
            where: { livemode, stripe_customer_id: `in.(${part.join()})` },
          }),
        ),
      )
      return answers.flatMap(rowsOf).map(({ id }) => id)
    },
  }
}

function rowsOf(answer: DataApiAnswer): OwnRow[] {
  assertToken(answer)
  return parseRows(unwrap(answer, name), name).map((row) => ({
    id: parseId(row.stripe_customer_id, name, isCustomerId),
    email: parseText(row.email, name),
    created: typeof row.created_at === 'string' ? Math.floor(Date.parse(row.created_at) / 1000) : 0,
  }))
}
