import { GatewayError } from '../../errors.ts'
import type { KeptLetters } from '../../gateways/supabase/kept-letters.ts'
import type { Errand, SubjectWorld } from '../subject.ts'

/** What keeping the records in step takes, one letter at a time. */
export type KeepingWorld = SubjectWorld & {
  letters: Pick<KeptLetters, 'keep'>
  /** Aborts after so many milliseconds. */
  deadline: (milliseconds: number) => AbortSignal
}

/** Stripe should not have to wait longer, and some platforms end a function after ten seconds. */
const patienceMilliseconds = 9000

/**
 * Reads again what was rung for. What can't be read because of Stripe's limits, or not within nine seconds, is kept for
 * the clock: asking again now would take the calls that sign-ins need.
 * @throws whatever Stripe and the database throw, also where the letter can't be kept: Stripe delivers again
 */
export async function refreshOrKeep(
  world: KeepingWorld,
  { subject, id, createdAt }: Extract<Errand, { id: string }>,
): Promise<'recorded' | 'ignored' | 'kept'> {
  const over = world.deadline(patienceMilliseconds)
  // Drawn here, because it says from when on a read is new enough for this letter.
  const ticket = await world.records.takeReadTicket()
  try {
    const known = await before(over, subject.refresh(world, [id], ticket))
    return known.has(id) ? 'recorded' : 'ignored'
  } catch (error) {
    const isBusy = error instanceof GatewayError && error.code === 'stripe_rate_limited'
    if (!isBusy && !over.aborted) throw error
    await world.letters.keep(subject.name, [{ id, createdAt }], ticket)
    return 'kept'
  }
}

/** What the task returns, unless the time is over first. */
async function before<Result>(over: AbortSignal, task: Promise<Result>): Promise<Result> {
  const { promise: ended, reject } = Promise.withResolvers<never>()
  const end = () => reject(new Error('not read within nine seconds'))
  if (over.aborted) end()
  over.addEventListener('abort', end)
  try {
    return await Promise.race([task, ended])
  } finally {
    // Node holds a signal with a listener until its time is over, and the letter with it.
    over.removeEventListener('abort', end)
  }
}
