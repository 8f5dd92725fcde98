import type { DataApi } from './data-api.ts'
import { parseRows, parseText } from './parse-answer.ts'

/** What was rung for and waits to be read. */
export type Letter = {
  id: string
  /** Unix seconds, as the event has it: where in Stripe's lists the object is. `null`: it did not say. */
  createdAt: number | null
}

/**
 * Letters of our mode that could not be read when they came, by the name of their subject; each object once.
 * Every call: @throws `database_unavailable`, `config_missing`.
 */
export type KeptLetters = {
  /** Until they are read under this ticket, drawn after they had come, or under a later one. */
  keep(subject: string, letters: readonly Letter[], ticket: number): Promise<void>
  /** At most so many, whatever has waited longest first. */
  list(subject: string, most: number): Promise<Letter[]>
  /** These were read under this ticket: they are dropped, but for what has been rung for again since then. */
  drop(subject: string, ids: readonly string[], ticket: number): Promise<void>
}

export function createKeptLetters(api: DataApi): KeptLetters {
  const of = (subject: string) => ({ mode: api.livemode, of_subject: subject })
  return {
    async keep(subject, letters, ticket) {
      const given = { letters: letters.map(toColumns), first_ticket: ticket }
      await api.call('keep_letters', { ...of(subject), ...given })
    },
    async list(subject, most) {
      const name = 'list_kept_letters'
      const rows = parseRows(await api.call(name, { ...of(subject), most }), name)
      return rows.map(({ object_id, object_created_at }) => ({
        id: parseText(object_id, name),
        createdAt: parseTime(object_created_at),
      }))
    },
    async drop(subject, ids, ticket) {
      const given = { object_ids: ids, read_ticket: ticket }
      await api.call('drop_kept_letters', { ...of(subject), ...given })
    },
  }
}

/** What `keep_letters` takes. */
export function toColumns({ id, createdAt }: Letter): Record<string, unknown> {
  return {
    object_id: id,
    object_created_at: createdAt === null ? null : new Date(createdAt * 1000).toISOString(),
  }
}

function parseTime(value: unknown): number | null {
  return typeof value === 'string' ? Math.floor(Date.parse(value) / 1000) : null
}
