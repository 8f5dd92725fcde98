import type { Door } from '#server/needs.ts'
import { doors as doorsByName } from '#server/needs.ts'
import type { Answered, DeployedPage } from '../../services/deployed-page.ts'
import { ServiceError } from '../../services/service-error.ts'
import type { World } from '../../world.ts'
import type { Check, Finding } from '../check.ts'
import { locked } from './page.ts'
import { causeOf, ok, takes, unknown } from '../guarded.ts'

/** The doors answer as they should: closed to strangers, open to Stripe. */
export const doors: Check = {
  name: 'doors',
  group: 'site',
  async look({ deployed, env }) {
    if (deployed === null) return [unknown('the doors', takes.deployed)]
    const findings: Finding[] = []
    for (const door of Object.values<Door>(doorsByName)) {
      if (door.stranger === null) continue
      const answer = await reach(deployed, door)
      if (!('headers' in answer)) return [answer]
      findings.push(...judge(door, answer))
    }
    findings.push(...(await lookAtSecret(deployed, env)))
    return findings.length > 0
      ? findings
      : [ok('the doors are closed to strangers, and open to Stripe')]
  },
}

/** What a door answers to a stranger, or the finding that it does not. */
async function reach(deployed: DeployedPage, door: Door): Promise<Answered | Finding> {
  try {
    return await deployed.ask(door)
  } catch (error) {
    if (!(error instanceof ServiceError) || error.status !== null) throw error
    return {
      level: 'fault',
      says: `${door.path} does not answer`,
      why: 'whatever needs it waits in vain',
      remedy: 'the log of its function says why: Netlify > Logs > Functions',
      ...causeOf(error),
    }
  }
}

function judge({ path, stranger }: Door, answer: Answered): Finding[] {
  const { status } = answer
  const code = codeIn(answer)
  if (stranger === null || (status === stranger.status && code === stranger.code)) return []
  const fault = (why: string, remedy: string): Finding[] => [
    {
      level: 'fault',
      says:
        `${path} answers ${status}${code === null ? '' : ` (${code})`} without ${stranger.without}, ` +
        `not ${stranger.status} (${stranger.code})`,
      why,
      remedy,
    },
  ]
  if (status === 401 && code === null) return [locked(`${path} asks for a password (401)`)]
  if (code === 'config_missing')
    return fault(
      'the deployed functions lack variables',
      "run `npm run setup`; the function's log names them",
    )
  if (status >= 300 && status < 400)
    return fault(
      'Stripe does not follow redirects: every delivery fails',
      'set "FRONTEND_URL" to the address that the redirect leads to, and run `npm run setup`',
    )
  return fault(
    status === 200
      ? 'something else answers in its place'
      : 'what is deployed there is not the door of this copy',
    'deploy this copy with its functions; docs/errors.md explains each code',
  )
}

/** A ring about something that is ignored: it shows whether the deployed secret is ours, and changes nothing. */
async function lookAtSecret(deployed: DeployedPage, env: World['env']): Promise<Finding[]> {
  const [secret] = (env.STRIPE_WEBHOOK_SECRET ?? '').split(',')
  if (secret === undefined || secret === '') return []
  const answer = await deployed.ring(secret.trim())
  // Anything else that is wrong with the door has been reported already.
  if (codeIn(answer) !== 'signature_invalid') return []
  return [
    {
      level: 'fault',
      says: 'the deployed webhook rejects what is signed with "STRIPE_WEBHOOK_SECRET"',
      why: "if the secret here is the endpoint's, every delivery from Stripe is refused",
      remedy:
        'run `npm run setup`; or set the same "STRIPE_WEBHOOK_SECRET" at Netlify, and deploy again',
    },
  ]
}

function codeIn({ text }: Answered): string | null {
  try {
    const { code } = JSON.parse(text) as { code?: unknown }
    return typeof code === 'string' && /^\w{1,40}$/.test(code) ? code : null
  } catch {
    return null
  }
}

const services: Record<string, string> = {
  stripe: 'Stripe refuses the deployed key, or does not answer',
  database: 'the table cannot be reached with the deployed keys',
  auth: 'Supabase Auth does not answer the deployed functions',
}

/** The deployed functions reach the services that they need. */
export const health: Check = {
  name: 'health',
  group: 'site',
  async look({ deployed }) {
    const { path } = doorsByName.health
    if (deployed === null) return [unknown('the health of the doors', takes.deployed)]
    const answer = await reach(deployed, doorsByName.health)
    if (!('headers' in answer)) return [answer]
    const { status, text } = answer
    if (status === 200) return [ok('the deployed functions reach Stripe, the database and Auth')]
    if (status !== 503)
      return [
        {
          level: 'fault',
          says: `${path} answers ${status}`,
          why: 'what is deployed is not this version',
          remedy: 'deploy this copy with its functions',
        },
      ]
    const down = Object.keys(services).filter((name) => !text.includes(`"${name}":true`))
    return down.map((name) => ({
      level: 'fault',
      says: `${path} reports that "${name}" is down`,
      why: services[name]!,
      remedy: 'the log of the function "health" says why: Netlify > Logs > Functions',
    }))
  },
}
