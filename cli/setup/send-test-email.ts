import type { AuthUsers } from '../services/auth/users.ts'
import { ServiceError } from '../services/service-error.ts'
import type { Asker } from '../terminal/ask.ts'
import type { Output } from '../terminal/wrap.ts'
import { say } from '../terminal/wrap.ts'
import type { World } from '../world.ts'
import { wordsOfRefusal } from './words/email-refusals.ts'

const notArrived =
  "Look into the spam folder, and into your email service's log. Most often the sender's domain is not verified there yet (SPF, DKIM), or it is in a trial that sends only to yourself. Then run `npm run setup -- --test-email <address>`."

/** The address that gets a test email: the given one, or else the owner is asked. `null`: they want none. */
export async function askForTestAddress(asker: Asker): Promise<string | null> {
  const isWanted = await asker.confirm('Send yourself a test email, to see whether they arrive?', {
    isSafe: true,
  })
  if (!isWanted) return null
  return asker.line({ message: 'To which address?', judge: judgeAddress })
}

/** What is wrong with an address, in one sentence. Supabase takes only ASCII. */
export function judgeAddress(words: string): string | undefined {
  return /^[!-?A-~]+@[!-?A-~]+\.[a-z0-9-]{2,}$/i.test(words)
    ? undefined
    : 'it must be an email address.'
}

/**
 * Sends one email that signs in, as customers get it: by the project's Auth and the owner's email server, with the secret
 * key, so that no captcha is asked. If nobody was there under the address, nobody is left there.
 * @returns whether it was sent and, if somebody can be asked, arrived
 */
export async function sendTestEmail(
  world: World,
  { testAddress: email, asker, out }: { testAddress: string; asker: Asker | null; out: Output },
): Promise<boolean> {
  const { users, page } = world
  if (users === null || page === null) {
    say(out, 'No test email: "SUPABASE_URL", its two keys and the page must be set.')
    return false
  }
  let made: string | null = null
  try {
    made = await addUnlessThere(users, email)
    await users.sendLink({ email, page })
    say(out, 'The test email is on its way: the one with which your customers sign in.')
    if (asker === null) return true
    const hasArrived = await asker.confirm('Has it arrived? (It may take a minute.)', {
      isSafe: true,
    })
    if (!hasArrived) say(out, notArrived)
    return hasArrived
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    say(out, `No test email: ${wordsOfRefusal(error)}`)
    return false
  } finally {
    if (made !== null) await removeAgain(users, made, out)
  }
}

/** @returns the id of a user who was not there before, `null` if somebody is */
async function addUnlessThere(users: AuthUsers, email: string): Promise<string | null> {
  try {
    return (await users.add(email)).id
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'email_exists') return null
    throw error
  }
}

async function removeAgain(users: AuthUsers, id: string, out: Output): Promise<void> {
  try {
    await users.remove(id)
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    say(
      out,
      `The user who was made for it is still there (${error.message}): delete them under Supabase > Authentication > Users.`,
    )
  }
}
