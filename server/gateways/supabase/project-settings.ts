import { GatewayError } from '../../errors.ts'

export type ProjectSettings = {
  /**
   * Resolves while the Supabase project asks every new address for a confirmation.
   * @throws `project_unsafe` if it does not; `auth_unavailable` if it can't be asked
   */
  assertConfirmationsOn(): Promise<void>
}

const goodForMilliseconds = 600_000

/** Asks `/auth/v1/settings`; a good answer is kept for ten minutes, a bad one is asked again each time. */
export function createProjectSettings(options: {
  supabaseUrl: string
  publishableKey: string
  now: () => number
}): ProjectSettings {
  let goodUntil = 0

  async function ask(): Promise<boolean> {
    try {
      const response = await fetch(`${options.supabaseUrl}/auth/v1/settings`, {
        headers: { apikey: options.publishableKey },
        redirect: 'error',
        signal: AbortSignal.timeout(5000),
      })
      const settings = (await response.json()) as { mailer_autoconfirm?: unknown } | null
      if (response.ok && typeof settings?.mailer_autoconfirm === 'boolean')
        return !settings.mailer_autoconfirm
    } catch (cause) {
      throw unanswered({ cause })
    }
    throw unanswered()
  }

  return {
    async assertConfirmationsOn() {
      if (options.now() < goodUntil) return
      if (!(await ask()))
        throw new GatewayError(
          'project_unsafe',
          'email confirmation is off in the Supabase project, so that a sign-in proves no address: ' +
            'turn on "Confirm email" (Authentication > Sign In / Providers > Email)',
        )
      goodUntil = options.now() + goodForMilliseconds
    },
  }
}

function unanswered(options?: { cause: unknown }): GatewayError {
  return new GatewayError(
    'auth_unavailable',
    '"SUPABASE_URL" did not answer /auth/v1/settings as Supabase Auth does',
    options,
  )
}
