import type { IncomingMessage, RequestListener } from 'node:http'
import { forgetGateway } from '#server/wiring.ts'
import type { ReadyShop } from '../shop/ready-shop.ts'
import type { Cases } from './case.ts'
import { controlling, sql } from './case.ts'

type Break = NonNullable<Cases[string][number]['break']>

/** The doors read their variables again, and forget whatever they kept. */
const atSite =
  (env: Record<string, string>, further: Break = () => undefined): Break =>
  async (shop) => {
    const before = { ...process.env }
    Object.assign(process.env, env)
    const repair = await further(shop)
    forgetGateway()
    return async () => {
      for (const name of Object.keys(env))
        if (before[name] === undefined) delete process.env[name]
        else process.env[name] = before[name]
      await repair?.()
      forgetGateway()
    }
  }
const supabase = (changes: Parameters<ReadyShop['supabase']['control']>[0]) =>
  controlling('supabase', changes)

/** A function of the owner's in the place of a hook. */
const hook =
  (name: 'custom_access_token' | 'before_user_created', told: string): Break =>
  async (shop) => {
    const { database } = shop.supabase
    await database.exec(`create function public.${name}(event jsonb) returns jsonb
      language sql as $$ select ${told} $$`)
    const repair = await supabase({ hooks: [name] })(shop)
    return async () => {
      await repair?.()
      await database.exec(`drop function public.${name}`)
    }
  }

const elsewhere = 'https://elsewhere.example.net/auth/v1'
const wrongSecret = 'must-not-be-seen-and-signs-nothing'

/** Closed as the door is; what it answers a sign-in is another's. */
const door =
  (answer: (message: IncomingMessage) => [status: number, body: string]): RequestListener =>
  (message, response) => {
    const isSignedIn = message.headers.authorization !== undefined
    const [status, body] = isSignedIn ? answer(message) : [401, '{"code":"token_missing"}']
    response.writeHead(status).end(body)
  }
const addressIn = ({ headers }: IncomingMessage) => {
  const [, claims = ''] = (headers.authorization ?? '').split('.')
  return (JSON.parse(Buffer.from(claims, 'base64url').toString()) as { email: string }).email
}

/** Settings here and at the site that do not fit the project. */
const settings: Cases[string] = [
  {
    what: 'an issuer at the site that is not the project’s',
    fault: /refuses a fresh sign-in \(token_invalid\): it expects another issuer than "http/,
    remedy: /"SUPABASE_JWT_ISSUER" the same as here \(delete it/,
    break: atSite({ SUPABASE_JWT_ISSUER: elsewhere }),
  },
  {
    what: 'an issuer here and at the site that is not the project’s',
    fault: /"SUPABASE_JWT_ISSUER" is not the issuer of the project's sign-ins, "http/,
    remedy: /delete it from .env and at the site/,
    env: { SUPABASE_JWT_ISSUER: elsewhere },
    break: atSite({ SUPABASE_JWT_ISSUER: elsewhere }),
  },
  {
    what: 'a domain of the project’s own, whose sign-ins name another issuer,',
    fault: /sign-ins name the issuer "https:\/\/ref.example.net\/auth\/v1", and the site expects/,
    remedy: /set "SUPABASE_JWT_ISSUER" to https:\/\/ref.example.net\/auth\/v1 in .env/,
    break: ({ supabase: project }) => {
      const { url } = project
      project.setPublicUrl('https://ref.example.net')
      return () => project.setPublicUrl(url)
    },
  },
  {
    what: 'a legacy secret that the site does not know',
    fault: /signed with a legacy secret, which the site does not know/,
    remedy: /Rotate keys/,
    break: atSite({}, supabase({ legacySecret: true })),
  },
  {
    what: 'a legacy secret that is wrong here',
    fault: /"SUPABASE_JWT_SECRET" is not the secret that signs sign-ins/,
    remedy: /copy it again/,
    env: { SUPABASE_JWT_SECRET: wrongSecret },
    break: atSite({ SUPABASE_JWT_SECRET: wrongSecret }, supabase({ legacySecret: true })),
  },
  {
    what: 'a wrong issuer here, which the site does not have yet',
    fault: /"SUPABASE_JWT_ISSUER" is not the issuer of the project's sign-ins, "http/,
    remedy: /delete it from .env/,
    env: { SUPABASE_JWT_ISSUER: elsewhere },
  },
  {
    what: 'a wrong legacy secret here, beside the right one at the site',
    fault: /"SUPABASE_JWT_SECRET" is not the secret that signs sign-ins/,
    remedy: /copy it again/,
    env: { SUPABASE_JWT_SECRET: wrongSecret },
    async break(shop) {
      const { legacySecret } = shop.supabase
      const right = { SUPABASE_JWT_SECRET: legacySecret }
      return atSite(right, supabase({ legacySecret: true }))(shop)
    },
  },
  {
    what: 'emails that need no confirmation',
    fault: /answers a fresh sign-in with 503 \(project_unsafe\)/,
    remedy: /Sign In \/ Providers/,
    break: atSite({}, supabase({ autoconfirm: true })),
  },
  {
    what: 'a key at the site that Supabase refuses',
    fault: /answers a fresh sign-in with 503 \(config_missing\)/,
    remedy: /the log of the function "portal-links" names them/,
    break: atSite({ SUPABASE_SECRET_KEY: 'sb_secret_of_another_project_00000' }),
  },
]

/** What the owner has added to Auth, or a service that fails on the way. */
const surroundings: Cases[string] = [
  {
    what: 'a hook that leaves out how somebody signed in',
    fault: /proves nothing \(email_unproven\): .*"amr"/,
    remedy: /Customize Access Token/,
    break: hook('custom_access_token', `event #- '{claims,amr}'`),
  },
  {
    what: 'a hook after which nobody gets a token',
    fault: /signs nobody in \(500, unexpected_failure\)/,
    remedy: /Auth Hooks/,
    break: hook('custom_access_token', `event #- '{claims,session_id}'`),
  },
  {
    what: 'a hook that refuses somebody new',
    warning: /refuses a new user \(403, unknown\)/,
    remedy: /Before User Created/,
    break: hook(
      'before_user_created',
      `'{"error":{"http_code":403,"message":"Not here: must-not-be-seen"}}'::jsonb`,
    ),
  },
  {
    what: 'a trigger that lets nobody be added',
    fault: /makes no new user \(500, unexpected_failure\)/,
    remedy: /trigger of your own on auth.users/,
    break: sql(
      `create function public.welcome() returns trigger language plpgsql as
         $$ begin raise 'there is no table of profiles'; end $$;
       create trigger zz_welcome after insert on auth.users
         for each row execute function public.welcome()`,
      'drop function public.welcome cascade',
    ),
  },
  {
    what: 'a link that is dead at once',
    fault: /signs nobody in \(403, otp_expired\)/,
    remedy: /Email OTP Expiration/,
    break: sql(
      `create function public.spend() returns trigger language plpgsql as
         $$ begin new.confirmation_sent_at := '2020-01-01'; return new; end $$;
       create trigger zz_spend before update on auth.users
         for each row execute function public.spend()`,
      'drop function public.spend cascade',
    ),
  },
  {
    what: 'keys of the project that the site cannot fetch',
    fault: /answers a fresh sign-in with 503 \(auth_unavailable\)/,
    remedy: /status.supabase.com/,
    break: atSite({}, supabase({ jwksDown: true })),
  },
  {
    what: 'Stripe, which does not answer the site,',
    fault: /answers a fresh sign-in with 502 \(stripe_unavailable\)/,
    remedy: /status.stripe.com/,
    break: controlling('stripe', { faults: [{ path: '/v1/customers', status: 500 }] }),
  },
  {
    what: 'a secret key that is refused',
    unknown: /sign in: Supabase answered 401 at "GET \/auth\/v1\/admin\/users"/,
    remedy: /valid Supabase key/,
    env: { SUPABASE_SECRET_KEY: 'sb_secret_of_another_project_00000' },
  },
  {
    what: 'a throw-away user who stays',
    fault: /the throw-away user doctor-\w+@portal-gateway.invalid was not deleted: .*answered 500/,
    remedy: /run this again/,
    break: supabase({ faults: [{ method: 'DELETE', path: '/auth/v1/admin', status: 500 }] }),
  },
]

/** What answers in the door's place. */
const site: Cases[string] = [
  {
    what: 'a site behind a password',
    unknown: /the site is behind a password: 401/,
    remedy: /Visitor access/,
    answer: (_, response) => response.writeHead(401).end('<html>'),
  },
  {
    what: 'a site that was not deployed',
    unknown: /answers 404/,
    remedy: /what is said of the doors/,
    answer: (_, response) => response.writeHead(404).end(),
  },
  {
    what: 'a page in the place of the door',
    fault: /something else than links/,
    remedy: /deploy this copy/,
    answer: door(() => [200, '<html>']),
  },
  {
    what: 'a function that crashes',
    fault: /answers a fresh sign-in with 502$/,
    remedy: /Netlify > Logs > Functions/,
    answer: door(() => [502, 'error decoding lambda response']),
  },
  {
    what: 'a proof that is too old at once',
    fault: /answers a fresh sign-in with 401 \(sign_in_too_old\)/,
    remedy: /SIGN_IN_MAX_AGE_SECONDS/,
    answer: door(() => [401, '{"code":"sign_in_too_old"}']),
  },
  {
    what: 'a site that was asked too often',
    unknown: /opens the page/,
    remedy: /wait a minute/,
    answer: door(() => [503, '{"code":"stripe_rate_limited"}']),
  },
  {
    what: 'a site that opens what is not theirs',
    fault: /opens billing accounts to an address that has none/,
    remedy: /take the page offline/,
    answer: door((message) => [
      200,
      JSON.stringify({ email: addressIn(message), links: [{ customer: 'cus_1' }] }),
    ]),
  },
]

export const signInCases: Cases = { sign_in: [...settings, ...surroundings, ...site] }
