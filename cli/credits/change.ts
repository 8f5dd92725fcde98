import type { Result } from '../commands/command.ts'
import type { PersonAddress } from '../person/parse-address.ts'
import type { Asker } from '../terminal/ask.ts'
import { count, timeOf } from '../terminal/amounts.ts'
import { SetupFault } from '../terminal/setup-fault.ts'
import type { Output } from '../terminal/wrap.ts'
import { say } from '../terminal/wrap.ts'
import type { CreditsDesk } from './open-desk.ts'

/** What every change of credits needs. `asker`: `null` asks nobody. */
export type ChangeOrder = {
  desk: CreditsDesk
  out: Output
  asker: Asker | null
  isDryRun: boolean
}

/**
 * `npm run credits -- give`: credits that nobody bought, once for each key.
 * @throws {SetupFault} if the key was used for something else
 */
export async function give(
  order: ChangeOrder & {
    address: PersonAddress
    credits: number
    note: string | null
    key: string
    endsAt: Date | null
  },
): Promise<Result> {
  const { desk, out, address, credits, note, key, endsAt } = order
  const before = await desk.credits.find(address.fold, 0)
  const until = endsAt === null ? '' : `, until ${timeOf(endsAt.getTime() / 1000)}`
  say(out, `${address.fold} has ${count(before?.balance ?? 0, 'credit')} in ${desk.mode} mode.`)
  say(out, `Will be given: ${count(credits, 'credit')}${until}. Key: ${key}`, '   ')
  const planned = { mode: desk.mode, address: address.fold, credits, key, isDryRun: order.isDryRun }
  if (!(await agree(order, `Give ${count(credits, 'credit')} to ${address.fold}?`)))
    return nothingDone(order, planned)
  const ends_at = endsAt?.toISOString() ?? null
  const told = await desk.credits.give({ address: address.fold, credits, note, key, ends_at })
  if (told.outcome === 'key_reused') throw reused(key)
  say(
    out,
    told.outcome === 'repeated'
      ? `These were given before under this key, so nothing was given now. Balance: ${told.balance}.`
      : `Given. Balance: ${told.balance}.`,
  )
  return { code: 0, report: { ...planned, ...told } }
}

/**
 * `npm run credits -- take`: charges an account, into debt if it must, once for each key.
 * @throws {SetupFault} if there is no such account, or the key was used for something else
 */
export async function take(
  order: ChangeOrder & { address: PersonAddress; credits: number; key: string },
): Promise<Result> {
  const { desk, out, address, credits, key } = order
  const before = await findOrFail(desk, address)
  say(out, `${address.fold} has ${count(before.balance, 'credit')} in ${desk.mode} mode.`)
  const after = before.balance - credits
  const debt = after < 0 ? ` They will owe ${-after}, which whatever comes in pays first.` : ''
  say(out, `Will be taken: ${count(credits, 'credit')}. Key: ${key}.${debt}`, '   ')
  const planned = { mode: desk.mode, address: address.fold, credits, key, isDryRun: order.isDryRun }
  if (!(await agree(order, `Take ${count(credits, 'credit')} from ${address.fold}?`)))
    return nothingDone(order, planned)
  const told = await desk.credits.take({ address: address.fold, cost: credits, key })
  if (told.outcome === 'key_reused') throw reused(key)
  if (told.outcome === 'account_unknown') throw noAccount(desk, address)
  say(
    out,
    told.outcome === 'repeated'
      ? `These were taken before under this key, so nothing was taken now. Balance: ${told.balance}.`
      : `Taken. Balance: ${told.balance}.`,
  )
  return { code: 0, report: { ...planned, ...told } }
}

/**
 * `npm run credits -- move`: gives everything that one account has, and owes, to another.
 * @throws {SetupFault} if the first has no account
 */
export async function move(
  order: ChangeOrder & { from: PersonAddress; to: PersonAddress },
): Promise<Result> {
  const { desk, out, from, to } = order
  const giver = await findOrFail(desk, from)
  const receiver = await desk.credits.find(to.fold, 0)
  const what = `${from.fold} has ${count(giver.balance, 'credit')}, ${to.fold} has ${count(receiver?.balance ?? 0, 'credit')}, in ${desk.mode} mode.`
  say(out, what, '   ')
  say(
    out,
    `Will be moved: all that ${from.fold} has bought and was given, with its access and credits, and what it owes. It can't be undone: what ${to.fold} has already can't be told apart from it.`,
    '   ',
  )
  const planned = { mode: desk.mode, address: from.fold, to: to.fold, isDryRun: order.isDryRun }
  if (!(await agree(order, `Move everything from ${from.fold} to ${to.fold}?`)))
    return nothingDone(order, planned)
  const told = await desk.credits.move(from.fold, to.fold)
  if (told.outcome === 'account_unknown') throw noAccount(desk, from)
  say(
    out,
    `Moved: ${count(told.lines, 'line')}, ${count(told.credits, 'credit')} of them left, ${told.owed} owed. Balance of ${to.fold}: ${told.balance}.`,
    '   ',
  )
  if (told.customers.length > 0) {
    say(
      out,
      `Stripe has another address for ${told.customers.join(', ')}: what they buy from now on is that address's, except what a moved subscription renews. To bring that along, too, give them ${to.fold} at Stripe.`,
      '   ',
    )
  }
  say(out, `In your own tables, the account ${told.from} is still ${from.fold}.`)
  return { code: 0, report: { ...planned, ...told } }
}

/**
 * `npm run credits -- end-tokens`: no token of an account, or of its purchases, spends anything any more.
 * @throws {SetupFault} if there is no such account
 */
export async function endTokens(order: ChangeOrder & { address: PersonAddress }): Promise<Result> {
  const { desk, out, address } = order
  const { balance } = await findOrFail(desk, address)
  say(out, `${address.fold} has ${count(balance, 'credit')} in ${desk.mode} mode.`)
  say(
    out,
    'Will be ended: every token of the account and of its purchases. Programs that have one are refused at their next call; credits stay.',
    '   ',
  )
  const planned = { mode: desk.mode, address: address.fold, isDryRun: order.isDryRun }
  if (!(await agree(order, `End every token of ${address.fold}?`)))
    return nothingDone(order, planned)
  const told = await desk.credits.endTokens(address.fold)
  if (told.outcome === 'account_unknown') throw noAccount(desk, address)
  say(out, `Ended: ${count(told.ended, 'token')}. They make new ones on the page.`)
  return { code: 0, report: { ...planned, ...told } }
}

async function findOrFail(desk: CreditsDesk, address: PersonAddress) {
  const found = await desk.credits.find(address.fold, 0)
  if (found === null) throw noAccount(desk, address)
  return found
}

export function noAccount({ mode, host }: CreditsDesk, { fold }: PersonAddress): SetupFault {
  return new SetupFault(`${fold} has no account in ${mode} mode at ${host}.`)
}

function reused(key: string): SetupFault {
  return new SetupFault(
    `The key ${key} was used for something else before. Nothing was changed; use another --key.`,
  )
}

async function agree({ asker, isDryRun }: ChangeOrder, question: string): Promise<boolean> {
  return !isDryRun && (asker === null || asker.confirm(question, { isSafe: false }))
}

/** After a no it ends with 1, so that a script notices. */
function nothingDone({ out, isDryRun }: ChangeOrder, report: Record<string, unknown>): Result {
  say(out, 'Nothing was changed.')
  return { code: isDryRun ? 0 : 1, report }
}
