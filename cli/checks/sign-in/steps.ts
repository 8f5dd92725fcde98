import type { AuthUsers } from '../../services/auth/users.ts'
import { ServiceError } from '../../services/service-error.ts'
import type { Finding } from '../check.ts'

/** What a run has made so far, to be deleted at its end. */
export type Traces = { id: string | null }

const logs = 'Supabase > Logs > Auth says why'

/**
 * Makes the user as their first email would: a hook is asked. If they are refused so, the owner makes them without it.
 * @param traces gets the user as soon as there is one
 * @returns what the email would carry, `null` if nobody can be made; and what was wrong on the way
 * @throws {ServiceError} if it can't be told from a key that is refused, a limit, or a service that is down
 */
export async function makeUser(
  users: AuthUsers,
  email: string,
  traces: Traces,
): Promise<{ tokenHash: string | null; findings: Finding[] }> {
  const make = async () => {
    const { id, tokenHash } = await users.makeLink(email)
    traces.id = id
    return tokenHash
  }
  const first = await refusalOf(make)
  if (typeof first === 'string') return { tokenHash: first, findings: [] }
  const second = await refusalOf(async () => {
    traces.id = (await users.add(email)).id
  })
  if (second instanceof ServiceError) return { tokenHash: null, findings: [nobodyNew(second)] }
  return { tokenHash: await make(), findings: [refusedByHook(first)] }
}

/** Spends what the email would carry. @returns the access token, or what is wrong @throws {ServiceError} as `makeUser` */
export async function proveAddress(users: AuthUsers, tokenHash: string): Promise<string | Finding> {
  const told = await refusalOf(() => users.prove(tokenHash))
  if (typeof told === 'string') return told
  const isDead = told?.code === 'otp_expired'
  return {
    level: 'fault',
    says: `Supabase signs nobody in${tellOf(told)}`,
    why: 'the link and the code of every email are refused',
    remedy: isDead
      ? 'is "Email OTP Expiration" at Supabase minutes long? Does a trigger on auth.users empty its tokens?'
      : `is an Auth hook on (Supabase > Authentication > Auth Hooks)? ${logs}`,
  }
}

function nobodyNew(error: ServiceError): Finding {
  return {
    level: 'fault',
    says: `Supabase Auth makes no new user${tellOf(error)}`,
    why: 'whoever signs in for the first time gets no email',
    remedy: `is there a trigger of your own on auth.users that fails? ${logs}`,
  }
}

function refusedByHook(error: ServiceError): Finding {
  return {
    level: 'warning',
    says: `Supabase Auth refuses a new user${tellOf(error)}`,
    why: 'whoever signs in for the first time may get no email',
    remedy:
      'Supabase > Authentication > Auth Hooks: the "Before User Created" hook must let every address pass; who is a customer is found out after the sign-in',
  }
}

function tellOf(error: ServiceError | null): string {
  return error === null ? '' : ` (${error.status}${error.code === null ? '' : `, ${error.code}`})`
}

const aboutTheKey = ['no_authorization', 'bad_jwt', 'not_admin']

/** What was answered, or how Auth refused it. @throws {ServiceError} what says nothing of sign-ins */
async function refusalOf<T>(ask: () => Promise<T>): Promise<T | ServiceError> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    const { status, code } = error
    const isOther = status === null || status === 401 || status === 429 || status > 500
    if (isOther || aboutTheKey.includes(code ?? '')) throw error
    return error
  }
}
