import type { AuthSettings } from '../requests/ask-auth.ts'
import { PageFault } from '../requests/faults.ts'
import { send } from '../requests/send.ts'

/** Who asks the project's Data API, of which mode of Stripe, and until when the answer is wanted. */
export type AskingProject = AuthSettings & {
  accessToken: string
  livemode: boolean
  signal: AbortSignal
}

/** What somebody has at this moment, as `my_account` says it. */
export type Account = {
  /** Its id, which the prices are told. */
  account: string
  /** What opens, by the names that the site asks for. */
  access: string[]
  /** Credits; below zero, they are owed. */
  balance: number
  /** What can be spent now, the soonest end first. */
  lots: Lot[]
  /** Of the last thirty days, those on which something was spent, in their order. */
  spent: SpentDay[]
}

/** Credits with one end: ISO 8601, or `null`, if they have none. */
export type Lot = { left: number; endsAt: string | null }

/** What was spent on a day, by the clock of UTC: `2026-11-27`. */
export type SpentDay = { day: string; credits: number }

/**
 * Asks, with the visitor's own token, what they have: `null` if this project can't say at all, because it has no such
 * function yet.
 * @throws `auth_unavailable` where the answer is none, `offline`, `timeout`
 */
export async function askForAccount(asking: AskingProject): Promise<Account | null> {
  const { livemode, signal } = asking
  const url = `${asking.supabaseUrl}/rest/v1/rpc/my_account`
  const { body } = await send({ url, headers: headersOf(asking), body: { live: livemode }, signal })
  if (body?.['code'] === 'PGRST202') return null
  if (!isAccount(body))
    throw new PageFault('auth_unavailable', 'The project did not say what is had')
  return body
}

function isAccount(body: Record<string, unknown> | null): body is Account & { outcome: 'found' } {
  const { outcome, account, balance, access, lots, spent } = body ?? {}
  return (
    outcome === 'found' &&
    typeof account === 'string' &&
    Number.isFinite(balance) &&
    [access, lots, spent].every(Array.isArray)
  )
}

/** What the Data API wants to know of whoever asks. */
export function headersOf({ publishableKey, accessToken }: AskingProject): Record<string, string> {
  return { apikey: publishableKey, Authorization: `Bearer ${accessToken}` }
}
