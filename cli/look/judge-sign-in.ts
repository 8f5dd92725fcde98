import { count, timeOf } from '../terminal/amounts.ts'
import type { Facts } from './facts.ts'
import { isKnown } from '../person/unknown.ts'
import type { Verdict, Where } from './verdict.ts'

const mostRequests = 120

/** They have customers; whether they got as far as seeing them. */
export function judgeSignIn({ users, requests }: Facts, accounts: string, { now }: Where): Verdict {
  const sees: Verdict = { kind: 'sees', says: `They see ${accounts}.`, isSeeing: true }
  const not = (kind: string, says: string, remedy: string): Verdict => ({
    kind,
    says,
    remedy,
    isSeeing: false,
  })
  if (!isKnown(users) || !isKnown(requests))
    return {
      kind: 'would_see',
      says: `They see ${accounts} once they have signed in.`,
      remedy: 'give "SUPABASE_ACCESS_TOKEN" for this run, to see whether they have',
      isSeeing: null,
    }
  const endsAt = requests === null ? 0 : Date.parse(requests.endsAt)
  if (requests !== null && requests.count > mostRequests && endsAt > now)
    return not(
      'rate_limited',
      `They see nothing for ${count(Math.ceil((endsAt - now) / 60_000), 'minute')}: this address asked more than ${mostRequests} times in ten minutes (rate_limited).`,
      'wait; a script that asks again and again is the usual cause',
    )
  const [user] = users
  if (user === undefined)
    return not(
      'never_asked',
      `They would see ${accounts}, but nobody has asked for an email to this address.`,
      'did they enter another address? If the page said that an email was sent, run `npm run doctor`',
    )
  if (users.every(({ lastSignInAt }) => lastSignInAt === null))
    return not(
      'never_signed_in',
      `They would see ${accounts}, but never used an emailed link${user.emailedAt === null ? '' : `; the last one went out on ${timeOf(user.emailedAt)}`}.`,
      'have them look in their spam folder; look up the address in the log of your email service',
    )
  const justMoved = users.find(
    ({ movedAt }) => movedAt !== null && Date.parse(movedAt) + 60_000 > now,
  )
  if (justMoved !== undefined)
    return not(
      'just_moved',
      'They see nothing for a minute: the address of their user has just changed (email_unproven).',
      'they ask for a new email in a minute',
    )
  return sees
}
