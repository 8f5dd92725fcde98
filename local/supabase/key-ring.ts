import * as jose from 'jose'
import { randomBytes, randomInt, randomUUID } from 'node:crypto'

/** A key of the new kind. */
export type ApiKey = {
  id: string
  type: 'publishable' | 'secret'
  name: string
  description: string | null
  key: string
  /** Of a secret key: the role of its template; without one, nobody. */
  role: string | null
  /** Milliseconds since 1970. */
  createdAt: number
  /** It came with the project. */
  isFirst: boolean
}

/** The keys of both kinds; its controls say which kind the project accepts. */
export type KeyRing = { keys: ApiKey[]; anonKey: string; serviceRoleKey: string }

const tenYearsSeconds = 10 * 365 * 24 * 60 * 60

/** Twenty small letters, as in `https://<ref>.supabase.co`. */
export function makeRef(): string {
  return Array.from({ length: 20 }, () => String.fromCharCode(97 + randomInt(26))).join('')
}

/** The keys that a project has from the start: a pair of the new kind, and the two legacy tokens. */
export async function makeKeyRing(ref: string, legacySecret: string): Promise<KeyRing> {
  const now = Date.now()
  const issuedAt = Math.floor(now / 1000)
  const sign = async (role: string) =>
    await new jose.SignJWT({ iss: 'supabase', ref, role })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + tenYearsSeconds)
      .sign(new TextEncoder().encode(legacySecret))
  return {
    keys: [
      { ...makeApiKey({ type: 'publishable', name: 'default' }, now), isFirst: true },
      {
        ...makeApiKey({ type: 'secret', name: 'default', role: 'service_role' }, now),
        isFirst: true,
      },
    ],
    anonKey: await sign('anon'),
    serviceRoleKey: await sign('service_role'),
  }
}

/** A new key with a text that nobody can guess. */
export function makeApiKey(
  {
    type,
    name,
    description = null,
    role = null,
  }: { type: ApiKey['type']; name: string; description?: string | null; role?: string | null },
  now: number,
): ApiKey {
  const key = `sb_${type}_local_${randomBytes(12).toString('hex')}`
  return { id: randomUUID(), type, name, description, key, role, createdAt: now, isFirst: false }
}
