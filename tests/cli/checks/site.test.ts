import { once } from 'node:events'
import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { checks } from '../../../cli/checks/index.ts'
import type { Amiss, ReadyShop } from '../shop/ready-shop.ts'
import { expectWholeAgain, findCheck, heal, look, useReadyShop, play } from '../shop/ready-shop.ts'

const shop = useReadyShop()

/** Another site in the page's place, for as long as the case plays. */
async function standIn(listener: RequestListener, play: (page: string) => Promise<void>) {
  const server: Server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    await play(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const without = (...names: string[]) => Object.fromEntries(names.map((name) => [name, undefined]))
const redeploy =
  (change: (env: Record<string, string>) => void) =>
  async ({ site, netlify, stripe }: ReadyShop) => {
    const env = { ...netlify.env(), STRIPE_API_BASE: stripe.url }
    const changed = { ...env }
    change(changed)
    await site.deploy(changed)
    return () => site.deploy(env)
  }
const setEnv = (variables: Record<string, string>) => (at: ReadyShop) => {
  at.netlify.setEnv(variables)
}

const cases: Amiss[] = [
  {
    check: 'netlify_variables',
    what: 'a token of nobody',
    level: 'unknown',
    says: /Netlify answered 401/,
    remedy: /valid Netlify token/,
    env: { NETLIFY_AUTH_TOKEN: 'nfp_of_nobody' },
  },
  {
    check: 'netlify_variables',
    what: 'a site that the token does not open',
    level: 'fault',
    says: /does not open the site/,
    remedy: /--netlify-site/,
    options: { site: 'another-site' },
  },
  {
    check: 'netlify_variables',
    what: 'a variable that the site lacks',
    level: 'fault',
    says: /the site lacks "SIGN_IN_MAX_AGE_SECONDS"/,
    remedy: /Environment variables/,
    env: { SIGN_IN_MAX_AGE_SECONDS: '900' },
    isFixed: true,
  },
  {
    check: 'netlify_variables',
    what: 'another value of a public variable',
    level: 'fault',
    says: /"STRIPE_PORTAL_CONFIGURATION" differs from the one here/,
    remedy: /npm run setup/,
    env: { STRIPE_PORTAL_CONFIGURATION: 'bpc_another' },
  },
  {
    check: 'netlify_variables',
    what: 'another secret',
    level: 'fault',
    says: /"STRIPE_WEBHOOK_SECRET" differs from the one here/,
    remedy: /npm run setup/,
    env: { STRIPE_WEBHOOK_SECRET: 'whsec_another_that_must_not_be_seen' },
  },
  {
    check: 'netlify_variables',
    what: 'a secret that is open',
    level: 'warning',
    says: /"SUPABASE_SECRET_KEY" is not marked as a secret/,
    remedy: /npm run setup/,
    break: (at) => setEnv({ SUPABASE_SECRET_KEY: at.env.SUPABASE_SECRET_KEY! })(at),
    isFixed: true,
  },
  {
    check: 'netlify_variables',
    what: 'a secret that was set by hand since',
    level: 'unknown',
    says: /whether the site's "STRIPE_API_KEY" is the same as the one here/,
    remedy: /npm run setup/,
    async break(at) {
      // Netlify's times are whole milliseconds.
      const { now } = Date
      while (now() === (await newestChange(at)));
      at.netlify.setEnv({ STRIPE_API_KEY: { value: 'rk_test_by_hand', isSecret: true } })
    },
    isFixed: true,
  },
  {
    check: 'netlify_deploy',
    what: 'a variable that is younger than what is live',
    level: 'fault',
    says: /variables have changed since the live deploy was built/,
    remedy: /Trigger deploy/,
    isFixed: true,
  },
  {
    check: 'netlify_deploy',
    what: 'a variable that is still to be set',
    level: 'fault',
    says: /lacks variables that are still to be set/,
    remedy: /npm run setup/,
    env: { ALLOWED_ORIGINS: 'https://www.example.net' },
  },
  {
    check: 'page',
    what: 'a page that does not answer',
    level: 'fault',
    says: /does not answer/,
    remedy: /is the site deployed/,
    options: { page: 'http://127.0.0.1:9/' },
  },
  {
    check: 'page',
    what: 'a page that was built without its project',
    level: 'fault',
    says: /was built without this Supabase project/,
    remedy: /at Netlify, and deploy/,
    break: redeploy((env) => delete env.SUPABASE_URL),
  },
  {
    check: 'doors',
    what: 'functions without their variables',
    level: 'fault',
    says: /portal-links answers 503 \(config_missing\)/,
    remedy: /npm run setup/,
    break: redeploy((env) => delete env.STRIPE_API_KEY),
  },
  {
    check: 'doors',
    what: 'another webhook secret among what is deployed',
    level: 'fault',
    says: /rejects what is signed with "STRIPE_WEBHOOK_SECRET"/,
    remedy: /same "STRIPE_WEBHOOK_SECRET" at Netlify/,
    env: { STRIPE_WEBHOOK_SECRET: 'whsec_another_that_must_not_be_seen' },
  },
  {
    check: 'health',
    what: 'a neighbour that is down',
    level: 'fault',
    says: /"stripe" is down/,
    remedy: /Logs > Functions/,
    async break(at) {
      const env = { ...at.netlify.env(), STRIPE_API_BASE: at.stripe.url }
      await at.site.deploy({ ...env, STRIPE_API_KEY: 'rk_test_ofnobody' })
      return () => at.site.deploy(env)
    },
  },
  {
    check: 'table_filled',
    what: 'a table that was never filled',
    level: 'fault',
    says: /was never filled/,
    remedy: /npm run sync/,
    async break(at) {
      await at.supabase.database.exec(
        'create table kept_state as table public.sync_state; delete from public.sync_state',
      )
      return () =>
        at.supabase.database.exec(
          'insert into public.sync_state table kept_state; drop table kept_state',
        )
    },
  },
  {
    check: 'table_filled',
    what: 'a pass that is days old',
    level: 'warning',
    says: /the last full pass ended 72 hours ago/,
    remedy: /sync-customers/,
    options: { now: () => Date.now() + 72 * 3_600_000 },
  },
  {
    check: 'table_filled',
    what: 'a customer whom the table does not know',
    level: 'warning',
    says: /the table has 3 customers, Stripe lists 4/,
    remedy: /sync -- --full/,
    break(at) {
      const { id } = at.stripe.createCustomer({ email: 'unseen@example.com' }, { silent: true })
      return () => at.stripe.deleteCustomer(id, { silent: true })
    },
  },
  {
    check: 'addresses',
    what: 'a customer whom nobody can reach',
    level: 'warning',
    says: /customers that nobody can reach: 1$/,
    remedy: /give them an address/,
    async break(at) {
      await at.supabase.database.exec(
        `insert into public.stripe_customers (stripe_customer_id, email, livemode, last_ticket)
         values ('cus_nobody', null, false, 1)`,
      )
      return () =>
        at.supabase.database.exec(
          "delete from public.stripe_customers where stripe_customer_id = 'cus_nobody'",
        )
    },
  },
]

async function newestChange({ world }: ReadyShop): Promise<number> {
  const variables = await (await world()).site!.listVariables()
  return Math.max(...variables.map(({ updatedAt }) => updatedAt ?? 0))
}

test.for(cases)('$check: $what is seen', async (amiss) => {
  await play(shop, amiss)
})

test('what the checks of Netlify took away is put back', async () => {
  const world = await shop.world(without('SIGN_IN_MAX_AGE_SECONDS'))
  await heal('netlify_variables', world)
  await heal('netlify_deploy', world)
})

test('a deploy that fails is said, and is not waited for', async () => {
  shop.netlify.control({ deployFails: 'the build failed' })
  const world = await shop.world({ ALLOWED_ORIGINS: 'https://www.example.net' })
  await expect(heal('netlify_deploy', world)).rejects.toMatchObject({ code: 'error' })
  shop.netlify.control({ deployFails: null })
})

const ways: [what: string, check: string, says: RegExp, remedy: RegExp, answer: RequestListener][] =
  [
    [
      'a page that leads elsewhere',
      'page',
      /redirects elsewhere \(301\)/,
      /without a redirect/,
      (_, response) => response.writeHead(301, { Location: 'https://example.net/' }).end(),
    ],
    [
      'a page of something else',
      'page',
      /is not the page \(200\)/,
      /FRONTEND_URL/,
      (_, response) => response.end('<h1>Hello</h1>'),
    ],
    [
      'a webhook behind a redirect',
      'doors',
      /stripe-webhook answers 308/,
      /the redirect leads to/,
      (request, response) =>
        request.url === '/api/stripe-webhook'
          ? response.writeHead(308, { Location: '/api/stripe-webhook/' }).end()
          : response.writeHead(401).end('{"code":"token_missing"}'),
    ],
    [
      'a page in the place of a door',
      'doors',
      /portal-links answers 200/,
      /with its functions/,
      (_, response) => response.end('<manage-billing>'),
    ],
    [
      'a version without /api/health',
      'health',
      /\/api\/health answers 404/,
      /deploy this copy/,
      (_, response) => response.writeHead(404).end(),
    ],
    ...(
      [
        ['content-security-policy', "default-src 'self'"],
        ['strict-transport-security', 'max-age=60'],
        ['x-content-type-options', 'sniff'],
        ['referrer-policy', 'unsafe-url'],
        ['cross-origin-opener-policy', 'unsafe-none'],
        ['permissions-policy', 'camera=()'],
      ] as const
    ).map(([header, value]): (typeof ways)[number] => [
      `a weak ${header}`,
      'security_headers',
      new RegExp(`with a weak "${header}"`),
      /web\/dist\/_headers/,
      (_, response) => response.writeHead(200, { [header]: value }).end('<manage-billing>'),
    ]),
    [
      'no headers at all',
      'security_headers',
      /without "content-security-policy"/,
      /web\/dist\/_headers/,
      (_, response) => response.end('<manage-billing>'),
    ],
  ]

test.for(ways)('%s is seen (%s)', async ([, check, says, remedy, answer]) => {
  await standIn(answer, async (page) => {
    const findings = await look(shop, check, await shop.world({}, { page }))
    const found = findings.find((finding) => says.test(finding.says))
    expect(found, JSON.stringify(findings)).toMatchObject({ level: 'fault' })
    expect(found?.remedy).toMatch(remedy)
  })
})

test('a page of another version is seen, and which it is', async () => {
  const { SUPABASE_URL: project } = shop.env
  const answer: RequestListener = (request, response) =>
    response
      .writeHead(200, { 'Content-Security-Policy': `connect-src 'self' ${project}` })
      .end(
        `${request.url === '/old/' ? '<meta name="generator" content="Portal Gateway 0.0.9" />' : ''}<manage-billing>`,
      )
  await standIn(answer, async (page) => {
    for (const [path, named] of [
      ['', 'a version that does not name itself'],
      ['old/', 'version 0.0.9'],
    ]) {
      const [found] = await look(shop, 'page', await shop.world({}, { page: page + path }))
      expect(found).toMatchObject({ level: 'warning' })
      expect(found?.says).toMatch(new RegExp(`^the page is ${named}, this copy is version \\d`))
    }
  })
})

test('everything is whole again, and no secret and no address was said', async () => {
  await expectWholeAgain(
    shop,
    checks
      .filter(({ group }) => ['netlify', 'site', 'table'].includes(group))
      .map(({ name }) => name),
  )
})

test('without Netlify, page or keys it is said what it takes to look', async () => {
  const bare = await shop.world(
    without(...Object.keys(shop.env).filter((name) => !name.endsWith('_BASE'))),
  )
  for (const { name } of checks.filter(({ name: own }) => own !== 'variables'))
    expect(await findCheck(name).look(bare), name).toContainEqual({
      level: 'unknown',
      says: expect.any(String),
      remedy: expect.stringMatching(/set "|give "/),
    })
})
