import type { Answered } from '../../services/deployed-page.ts'
import type { World } from '../../world.ts'
import type { Finding } from '../check.ts'
import { ok, unknown } from '../guarded.ts'
import { judgeHere, judgeRefusal } from './judge-refusal.ts'
import type { SignInToken } from './read-token.ts'

type Verdict = Pick<Finding, 'why' | 'remedy'>

/** Of the door's codes, as docs/errors.md has them: why it matters, and what to do. */
const verdicts: Record<string, Verdict> = {
  auth_unavailable: {
    why: "the deployed functions cannot fetch the project's public keys or settings",
    remedy:
      'is "SUPABASE_URL" at the site the one from here? Otherwise look at https://status.supabase.com',
  },
  project_unsafe: {
    why: 'email confirmation is off, so a sign-in proves nothing, and the page closes itself',
    remedy: 'run `npm run setup`; or Supabase > Authentication > Sign In / Providers > Email',
  },
  config_missing: {
    why: 'the deployed functions lack variables, or a key of theirs is refused',
    remedy: 'run `npm run setup`; the log of the function "portal-links" names them',
  },
  database_unavailable: {
    why: 'the Data API does not answer the deployed functions, or the migrations have not run',
    remedy: 'run `npm run setup`; the log of the function "portal-links" says which',
  },
  permission_missing: {
    why: 'the key at the site lacks a permission',
    remedy: 'run `npm run setup`; the log of the function "portal-links" names the permission',
  },
  stripe_unavailable: {
    why: 'Stripe does not answer the deployed functions',
    remedy: 'look at https://status.stripe.com, then try again',
  },
}
const tooOld: Verdict = {
  why: 'whoever signs in is told that it was too long ago',
  remedy:
    'at the site, delete "SIGN_IN_MAX_AGE_SECONDS" or raise it; and "JWT expiry" at Supabase must be minutes',
}
const busy = ['rate_limited', 'stripe_rate_limited']

/** What the deployed door's answer to a fresh sign-in shows. It should be: nothing is under this address. */
export function judgeAnswer(
  answer: Answered,
  order: { token: SignInToken | null; email: string; world: Pick<World, 'env' | 'now'> },
): Finding {
  const { status } = answer
  const body = parse(answer.text)
  const code = typeof body?.code === 'string' && /^\w{1,40}$/.test(body.code) ? body.code : null
  if (status === 200) {
    const found = judgeLinks(body, order.email)
    const here = order.token === null ? null : judgeHere(order.token, order.world)
    return found.level === 'ok' && here !== null ? here : found
  }
  if (status === 429 || busy.includes(code ?? ''))
    return unknown('whether a sign-in opens the page', 'it was asked too often: wait a minute')
  const isRefused = code === 'token_invalid' || code === 'email_unproven'
  if (isRefused && order.token !== null) return judgeRefusal(order.token, order.world)
  const verdict =
    code === 'token_expired' || code === 'sign_in_too_old' ? tooOld : verdicts[code ?? '']
  return {
    level: 'fault',
    says: `the site answers a fresh sign-in with ${status}${code === null ? '' : ` (${code})`}`,
    why: verdict?.why ?? 'nobody who signs in sees their billing',
    remedy:
      verdict?.remedy ??
      'the log says why: Netlify > Logs > Functions > portal-links; docs/errors.md explains each code',
  }
}

function judgeLinks(body: Record<string, unknown> | null, email: string): Finding {
  const links = body?.links
  if (!Array.isArray(links) || body?.email !== email)
    return {
      level: 'fault',
      says: 'the site answers a fresh sign-in with something else than links',
      why: 'something else answers in the place of the door',
      remedy: 'deploy this copy with its functions',
    }
  if (links.length > 0)
    return {
      level: 'fault',
      says: 'the site opens billing accounts to an address that has none',
      why: "strangers may see other people's billing",
      remedy: 'take the page offline, and report it as SECURITY.md says',
    }
  return ok('a sign-in opens the page: a throw-away user proved an address, and saw nothing')
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value = JSON.parse(text) as unknown
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null
  } catch {
    return null
  }
}
