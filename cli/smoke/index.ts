import { readConfig } from '#server/config.ts'
import type { Result } from '../commands/command.ts'
import type { Asker } from '../terminal/ask.ts'
import type { Environment } from '../variables/environment.ts'
import { createDeployment } from './deployment.ts'
import { findTestKey } from './find-test-key.ts'
import type { Traces } from './play.ts'
import { play } from './play.ts'
import { createSignIn } from './sign-in.ts'
import { judge } from './tell-fault.ts'
import { createTestCustomers } from './test-customers.ts'
import { waitForRow } from './wait-for-row.ts'
import { untilStopped } from '../terminal/stopping.ts'
import type { Output } from '../terminal/wrap.ts'
import { say } from '../terminal/wrap.ts'

export type SmokeOrder = {
  env: Environment
  asker: Asker
  out: Output
  /** An address whose email the owner can read; asked for if it is `null`. */
  email: string | null
  /** How long a webhook may take. */
  waitSeconds: number
}

/**
 * `npm run smoke`: a full run-through with a real Stripe in test mode and a real Supabase project: a customer, an email,
 * a link, a change of address, a webhook. What it made is deleted at the end, also after Ctrl-C or a failure.
 * @returns the exit code, 0 only if every step worked, and what `--json` prints
 * @throws {GatewayError} `config_missing`
 * @throws {StoppedError} if a question was answered with Ctrl-C before anything was made
 */
export async function smoke({ env, asker, out, email, waitSeconds }: SmokeOrder): Promise<Result> {
  const config = readConfig(env)
  const key = await findTestKey(env, config.stripe, asker)
  if (key === null) {
    say(
      out,
      'This creates and deletes customers, so it runs in test mode only: STRIPE_API_KEY and STRIPE_SETUP_KEY must be ' +
        'test keys (rk_test_..., sk_test_...), with a Supabase project for testing.',
    )
    return { code: 2, report: { steps: [] } }
  }
  const steps: string[] = []
  const tell = createStory(out, steps)
  const stage = {
    customers: createTestCustomers(key, env),
    signIn: createSignIn(config.supabase),
    page: config.frontendUrl,
    site: createDeployment({
      page: config.frontendUrl,
      supabaseUrl: config.supabase.url,
      secretKey: config.supabase.secretKey,
    }),
    tell,
    waitSeconds,
  }
  const traces: Traces = { customers: [], accessToken: null }

  async function cleanUp(isWhole: boolean): Promise<void> {
    if (traces.accessToken !== null) await stage.signIn.end(traces.accessToken)
    for (const id of traces.customers) {
      await stage.customers.remove(id)
      tell(`Deleted ${id} at Stripe.`)
      if (isWhole)
        await waitForRow(stage, {
          id,
          what: 'emptied its row',
          isSo: (row) => row?.deleted === true,
        })
    }
  }

  say(out, `Stripe in test mode, ${new URL(config.supabase.url).host}, ${config.frontendUrl}`)
  const code = await judge(out, () =>
    untilStopped(
      (signal) => play({ ...stage, asker, email, signal }, traces),
      () => say(out, 'Stopping and cleaning up.'),
    ),
  )
  const codeOfEnd = await judge(out, () => cleanUp(code === 0))
  if (codeOfEnd !== 0)
    say(
      out,
      `Check at Stripe that ${traces.customers.join(', ')} is gone; if not, the next run deletes it.`,
    )
  if (code === 0 && codeOfEnd === 0)
    say(out, 'Everything works. Your address stays among the users of the Supabase project.')
  return { code: code === 0 ? codeOfEnd : code, report: { steps } }
}

function createStory(out: Output, steps: string[]): (line: string) => void {
  return (line) => {
    steps.push(line)
    say(out, `${String(steps.length).padStart(4)}  ${line}`, '      ')
  }
}
