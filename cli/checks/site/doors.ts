import type { Answered, DeployedPage } from '../../services/deployed-page.ts'
import type { World } from '../../world.ts'
import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'

/** The doors answer as they should: closed to strangers, open to Stripe. */
export const doors: Check = {
  name: 'doors',
  group: 'site',
  async look({ deployed, env }) {
    if (deployed === null) return [unknown('the doors', takes.deployed)]
    const findings = [
      ...judge('/api/portal-links', await deployed.askForLinks(), {
        status: 401,
        without: 'a sign-in',
      }),
      ...judge('/api/stripe-webhook', await deployed.ring(null), {
        status: 400,
        without: 'a signature',
      }),
      ...(await lookAtSecret(deployed, env)),
    ]
    return findings.length > 0
      ? findings
      : [ok('the doors are closed to strangers, and open to Stripe')]
  },
}

function judge(
  path: string,
  answer: Answered,
  wanted: { status: number; without: string },
): Finding[] {
  const { status } = answer
  if (status === wanted.status && codeIn(answer) !== null) return []
  const code = codeIn(answer)
  const says = `${path} answers ${status}${code === null ? '' : ` (${code})`} without ${wanted.without}, not ${wanted.status}`
  if (code === 'config_missing')
    return [
      {
        level: 'fault',
        says,
        why: 'the deployed functions lack variables',
        remedy: 'run `npm run setup`; the log of the function names them',
      },
    ]
  if (status >= 300 && status < 400)
    return [
      {
        level: 'fault',
        says,
        why: 'Stripe does not follow redirects: every delivery fails',
        remedy:
          'set "FRONTEND_URL" to the address that the redirect leads to, and run `npm run setup`',
      },
    ]
  return [
    {
      level: 'fault',
      says,
      why:
        status === 200
          ? 'something else answers in its place'
          : 'the door is not deployed as it is here',
      remedy: 'deploy this copy, its functions included; docs/errors.md says what each code means',
    },
  ]
}

/** A ring about something that is ignored: it shows whether the deployed secret is ours, and changes nothing. */
async function lookAtSecret(deployed: DeployedPage, env: World['env']): Promise<Finding[]> {
  const [secret] = (env.STRIPE_WEBHOOK_SECRET ?? '').split(',')
  if (secret === undefined || secret === '') return []
  const answer = await deployed.ring(secret.trim())
  if (answer.status === 200) return []
  // What is amiss with the door as such has been said.
  if (codeIn(answer) !== 'signature_invalid') return []
  return [
    {
      level: 'fault',
      says: 'the deployed webhook does not take what is signed with "STRIPE_WEBHOOK_SECRET"',
      why: 'every delivery of Stripe is refused, if the endpoint has the secret that stands here',
      remedy: 'run `npm run setup`; or set the same "STRIPE_WEBHOOK_SECRET" at Netlify, and deploy',
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

const neighbours: Record<string, string> = {
  stripe: 'Stripe refuses the deployed key, or does not answer',
  database: 'the table can not be reached with the deployed keys',
  auth: 'Supabase Auth does not answer the deployed functions',
}

/** The deployed functions reach their neighbours. */
export const health: Check = {
  name: 'health',
  group: 'site',
  async look({ deployed }) {
    if (deployed === null) return [unknown('the health of the doors', takes.deployed)]
    const { status, text } = await deployed.askHealth()
    if (status === 200) return [ok('the deployed functions reach Stripe, database and Auth')]
    const remedy = 'the log of the function "health" says why: Netlify > Logs > Functions'
    if (status === 429) return [unknown('the health of the doors', 'look again in a minute')]
    if (status !== 503)
      return [
        {
          level: 'fault',
          says: `/api/health answers ${status}`,
          why: 'what is deployed is not this version',
          remedy: 'deploy this copy, its functions included',
        },
      ]
    const down = Object.keys(neighbours).filter((name) => !text.includes(`"${name}":true`))
    return down.map((name) => ({
      level: 'fault',
      says: `/api/health says that "${name}" is down`,
      why: neighbours[name]!,
      remedy,
    }))
  },
}
