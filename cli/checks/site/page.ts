import type { Answered } from '../../services/deployed-page.ts'
import { ServiceError } from '../../services/service-error.ts'
import { readVersion, versionIn } from '../../variables/version.ts'
import type { World } from '../../world.ts'
import type { Check, Finding } from '../check.ts'
import { causeOf, ok, takes, unknown } from '../guarded.ts'

/** The page is there, was built for this project, and is of this version. */
export const page: Check = {
  name: 'page',
  group: 'site',
  async look(world) {
    if (world.deployed === null) return [unknown('the page', takes.deployed)]
    const answer = await reach(world)
    if (!('headers' in answer)) return [answer]
    const { status, headers, text } = answer
    if (status === 401) return [locked(`${world.deployed.url} asks for a password (401)`)]
    if (status !== 200 || !text.includes('<manage-billing'))
      return [
        {
          level: 'fault',
          says:
            status >= 300 && status < 400
              ? `${world.deployed.url} redirects elsewhere (${status})`
              : `${world.deployed.url} is not the page (${status})`,
          why: 'the sign-in link and the webhook lead there',
          remedy:
            'set "FRONTEND_URL" to the address where the page is, without a redirect, and deploy',
        },
      ]
    const origin = URL.parse(world.env.SUPABASE_URL ?? '')?.origin
    const policy = headers.get('content-security-policy') ?? ''
    if (origin !== undefined && !directive(policy, 'connect-src').includes(origin))
      return [
        {
          level: 'fault',
          says: 'the page was built without this Supabase project',
          why: 'it cannot request emails; it reports that it is not set up',
          remedy: 'set "SUPABASE_URL" and "SUPABASE_PUBLISHABLE_KEY" at Netlify, and deploy',
        },
      ]
    const [here, there] = [await readVersion(world.folder), versionIn(text)]
    if (there !== here)
      return [
        {
          level: 'warning',
          says: `the page is ${there === null ? 'a version that does not name itself' : `version ${there}`}, this copy is version ${here}`,
          why: "fixes in this copy are not live, and these checks are not the deployed version's own",
          remedy: 'deploy this copy; docs/upgrading.md explains how',
        },
      ]
    return [ok(`the page is at ${world.deployed.url}, version ${there}`)]
  },
}

/** Nobody gets to it, nor does Stripe. */
export function locked(says: string): Finding {
  return {
    level: 'fault',
    says,
    why: 'neither customers nor Stripe have it: links from emails and webhooks end there',
    remedy:
      'Netlify > Project configuration > Access & security > Visitor access: protect no production deploys',
  }
}

/** The page, or the finding that it does not answer. */
async function reach({ deployed }: World): Promise<Answered | Finding> {
  try {
    return await deployed!.readPage()
  } catch (error) {
    if (!(error instanceof ServiceError) || error.status !== null) throw error
    return {
      level: 'fault',
      says: `${deployed!.url} does not answer`,
      why: 'nobody can reach the billing page',
      remedy: 'is "FRONTEND_URL" right, and is the site deployed?',
      ...causeOf(error),
    }
  }
}

/** The sources that a policy names for one kind. */
function directive(policy: string, name: string): string[] {
  const found = policy
    .split(';')
    .map((part) => part.trim().split(/\s+/))
    .find(([first]) => first === name)
  return found?.slice(1) ?? []
}

type Rule = { header: string; isRight: (value: string) => boolean; why: string }

const rules: readonly Rule[] = [
  {
    header: 'content-security-policy',
    isRight: (value) =>
      directive(value, 'default-src').includes("'none'") &&
      directive(value, 'frame-ancestors').includes("'none'") &&
      !directive(value, 'script-src').some((source) => source.startsWith("'unsafe")),
    why: "a foreign script could act with a visitor's sign-in, or a foreign page could frame this one",
  },
  {
    header: 'strict-transport-security',
    isRight: (value) => Number(/max-age=(\d+)/.exec(value)?.[1] ?? 0) >= 15_552_000,
    why: 'a visit over http can be diverted to another site',
  },
  {
    header: 'x-content-type-options',
    isRight: (value) => value === 'nosniff',
    why: 'a browser may run a file as a script that is none',
  },
  {
    header: 'referrer-policy',
    isRight: (value) => value === 'no-referrer',
    why: 'other sites learn that someone came from the billing page',
  },
  {
    header: 'cross-origin-opener-policy',
    isRight: (value) => value === 'same-origin',
    why: 'a page that opened this one keeps a reference to its window',
  },
  {
    header: 'permissions-policy',
    isRight: (value) => value.includes('payment=()'),
    why: 'the page may use more of the browser than it needs',
  },
]

/** The page comes with the headers that keep others out of it. */
export const securityHeaders: Check = {
  name: 'security_headers',
  group: 'site',
  async look(world) {
    if (world.deployed === null) return [unknown("the page's headers", takes.deployed)]
    const { headers } = await world.deployed.readPage()
    const wrong = rules.filter(({ header, isRight }) => !isRight(headers.get(header) ?? ''))
    if (wrong.length === 0) return [ok('the page comes with its security headers')]
    return wrong.map(({ header, why }) => ({
      level: 'fault',
      says: `the page comes ${headers.has(header) ? 'with a weak' : 'without'} "${header}"`,
      why,
      remedy:
        'deploy what `npm run build` makes, including web/dist/_headers, and let nothing in front of it drop headers',
    }))
  },
}
