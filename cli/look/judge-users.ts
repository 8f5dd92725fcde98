import type { AuthUser } from '../person/database-person.ts'
import { timeOf } from '../terminal/amounts.ts'
import type { Verdict, Where } from './verdict.ts'

/** What keeps a user out, whatever they have bought. */
export function judgeUsers(users: readonly AuthUser[], { now, ref }: Where): Verdict | null {
  const place = `https://supabase.com/dashboard/project/${ref ?? '_'}/auth/users`
  const verdict = (kind: string, says: string, remedy: string): Verdict => ({
    kind,
    says,
    remedy,
    isSeeing: false,
  })
  for (const { bannedUntil, audience, deletedAt, hasPhone } of users) {
    // It may be `infinity`.
    if (bannedUntil !== null && !(Date.parse(bannedUntil) <= now))
      return verdict(
        'user_banned',
        `They can't sign in: their user at Supabase is banned until ${bannedUntil === 'infinity' ? 'somebody lifts it' : timeOf(bannedUntil)}.`,
        `lift the ban: ${place}`,
      )
    if (deletedAt !== null || audience !== 'authenticated')
      return verdict(
        'user_lost',
        "They can't sign in: Supabase Auth no longer finds their user.",
        deletedAt === null ? 'run `npm run setup`' : `delete the user for good: ${place}`,
      )
    if (hasPhone)
      return verdict(
        'user_has_phone',
        'They see nothing: their user at Supabase has a phone number, so a sign-in does not prove the address (email_unproven).',
        `take the number away, or delete the user, who is made again at the next sign-in: ${place}`,
      )
  }
  return null
}
