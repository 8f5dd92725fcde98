import { GatewayError } from '../../errors.ts'

export type ProjectSettings = {
  /**
   * Resolves while the Supabase project asks every new address for a confirmation.
   * @throws `project_unsafe` if it does not; `auth_unavailable` if it can't be asked
   */
  assertConfirmationsOn(): Promise<void>
  /**
   * Resolves if sign-ins can be verified: the project lists public keys, or we have its shared secret.
   * @throws `config_missing` if neither is so; `auth_unavailable` if it can't be asked
   */
  assertVerifiable(): Promise<void>
}

const goodForMilliseconds = 600_000

/** Asks `/auth/v1/settings`; a good answer is kept for ten minutes, a bad one is asked again each time. */
export function createProjectSettings(options: {
  supabaseUrl: string
  publishableKey: string
  jwtSecret: string | null
  now: () => number
}): ProjectSettings {
  let goodUntil = 0

  async function ask(path: string): Promise<Record<string, unknown>> {
    try {
      const response = await fetch(`${options.supabaseUrl}/auth/v1/${path}`, {
        headers: { apikey: options.publishableKey },
        redirect: 'error',
        signal: AbortSignal.timeout(5000),
      })
      const body = (await response.json()) as Record<string, unknown> | null
      if (response.ok && body !== null) return body
    } catch (cause) {
      throw unanswered(path, { cause })
    }
    throw unanswered(path)
  }

  async function hasConfirmations(): Promise<boolean> {
    const { mailer_autoconfirm: isOff } = await ask('settings')
    if (typeof isOff !== 'boolean') throw unanswered('settings')
    return !isOff
  }

  return {
    async assertConfirmationsOn() {
      if (options.now() < goodUntil) return
      if (!(await hasConfirmations()))
        throw new GatewayError(
          'project_unsafe',
          'email confirmation is off in the Supabase project, so that a sign-in proves no address: ' +
            'turn on "Confirm email" (Authentication > Sign In / Providers > Email)',
        )
      goodUntil = options.now() + goodForMilliseconds
    },

    async assertVerifiable() {
      const path = '.well-known/jwks.json'
      const { keys } = await ask(path)
      if (!Array.isArray(keys)) throw unanswered(path)
      if (keys.length === 0 && options.jwtSecret === null)
        throw new GatewayError(
          'config_missing',
          'the Supabase project lists no public key to verify sign-ins with, and "SUPABASE_JWT_SECRET" is not set',
        )
    },
  }
}

function unanswered(path: string, options?: { cause: unknown }): GatewayError {
  return new GatewayError(
    'auth_unavailable',
    `"SUPABASE_URL" did not answer /auth/v1/${path} as Supabase Auth does`,
    options,
  )
}
