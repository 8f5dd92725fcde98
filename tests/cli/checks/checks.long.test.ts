import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { authSettingList } from '../../../cli/checks/auth/auth-setting-list.ts'
import { createRepeats, examine } from '../../../cli/checks/examine.ts'
import { checks } from '../../../cli/checks/index.ts'
import { connectStripe } from '../../../cli/services/connect-stripe.ts'
import type { WebhookEndpoint } from '../../../cli/services/stripe-account.ts'
import { eventTypes, keyPermissions, offWithout } from '#server/needs.ts'
import { forgetGateway } from '#server/wiring.ts'
import { useReadyShop, without } from '../shop/ready-shop.ts'
import { serve } from '../shop/serve.ts'
import type { Cases } from './case.ts'
import { auth, expectWhole, fix, levelsOf, look, play } from './case.ts'
import { outages, playOutage, services } from './outages.ts'
import { signInCases } from './sign-in-cases.ts'
import { sellingCases } from './selling-cases.ts'
import { siteCases } from './site-cases.ts'
import { stripeCases } from './stripe-cases.ts'
import { authCases, settings } from './supabase-auth-cases.ts'
import { databaseCases } from './supabase-database-cases.ts'
import { emailCases } from './supabase-email-cases.ts'
import { projectCases } from './supabase-project-cases.ts'
import { variablesCases } from './variables-cases.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const shop = useReadyShop()
// Every look at everything signs in once: more often than Supabase lets one network in five minutes.
beforeAll(() => shop.supabase.control({ verificationsPerNetwork: 1000 }))
// What the health door keeps of an outage is not news of the next test.
beforeEach(forgetGateway)
const cases: Cases = {
  ...variablesCases,
  ...siteCases,
  ...signInCases,
  ...projectCases,
  ...databaseCases,
  ...authCases,
  ...emailCases,
  ...stripeCases,
  ...sellingCases,
}

test('every check is made to fail on purpose', () => {
  expect(Object.keys(cases).toSorted()).toEqual(checks.map(({ name }) => name).toSorted())
})

/** A customer comes and goes, and Stripe rings about both. */
async function ring() {
  const { id } = shop.stripe.createCustomer({ email: 'rung@example.com' })
  await shop.stripe.settled()
  shop.stripe.deleteCustomer(id)
  await shop.stripe.settled()
}

test('every setting of Auth is made to differ on purpose', () => {
  const names = ['site_url', ...authSettingList.map(({ name }) => name)]
  expect(settings.map(([name]) => name).toSorted()).toEqual(names.toSorted())
})

test('webhooks that have arrived are reported', async () => {
  await ring()
  expect(await look('webhook_deliveries', await shop.world())).toMatchObject([
    { level: 'ok', says: expect.stringMatching(/webhooks arrive: the last/) },
  ])
})

test('setup lets an endpoint of a version that sold nothing listen to what is new, by one change', async () => {
  const { webhookEndpoints } = await connectStripe(shop.env.STRIPE_SETUP_KEY!, shop.env)
  const [{ id, enabled_events: all }] = (await webhookEndpoints.list()).data as [WebhookEndpoint]
  expect(all.slice(0, 3)).toEqual(['customer.created', 'customer.updated', 'customer.deleted'])
  await webhookEndpoints.update(id, { enabled_events: all.slice(0, 3) as never })
  const check = checks.find(({ name }) => name === 'webhook_endpoint')
  const changes = (await check?.fix?.(await shop.world())) ?? []
  expect(changes).toMatchObject([
    {
      says: expect.stringMatching(new RegExp(`${id} at http.* listen to 22 more event types$`)),
      details: [`new events: ${all.slice(3).join(', ')}`],
    },
  ])
  await fix('webhook_endpoint', await shop.world())
  const [after] = (await webhookEndpoints.list()).data
  expect(after).toMatchObject({ id, enabled_events: all, status: 'enabled' })
  expect(all).toEqual([...eventTypes])
})

test('a key that lacks a row is told which subject is off, by the word of sync', async () => {
  const all = keyPermissions.map(({ slug }) => slug)
  for (const [slug, subject] of Object.entries(offWithout)) {
    // To write is also to read.
    const rest = all.filter((each) => ![slug, slug.replace('_read', '_write')].includes(each))
    shop.stripe.control({ keyPermissions: { rk_test_local: rest } })
    expect(await look('stripe_permissions', await shop.world())).toMatchObject([
      { level: 'warning', why: expect.stringMatching(new RegExp(`; "${subject}" is off$`)) },
    ])
  }
  const readers = all.map((slug) => slug.replace('session_write', 'session_read'))
  shop.stripe.control({ keyPermissions: { rk_test_local: readers } })
  expect(await look('stripe_permissions', await shop.world())).toMatchObject([
    { level: 'warning', why: expect.not.stringContaining('is off') },
  ])
  shop.stripe.control({ keyPermissions: {} })
})

test('a new portal keeps the features of the default one, except address editing', () => {
  const all = shop.stripe.configurations()
  const made = all.find(({ id }) => id === shop.env.STRIPE_PORTAL_CONFIGURATION)!.features
  const model = all.find(({ is_default: isDefault }) => isDefault)!.features
  expect(model.customer_update.allowed_updates).toContain('email')
  expect(made.customer_update.allowed_updates).not.toContain('email')
  for (const name of ['invoice_history', 'subscription_cancel', 'payment_method_update'] as const)
    expect(made[name]).toEqual(model[name])
})

const wrong = Object.entries(cases).flatMap(([check, all]) => all.map((each) => ({ check, each })))

test.for(wrong.map(({ check, each }) => ({ check, what: each.what, each })))(
  '$check: $what is reported',
  async ({ check, each }) => play(shop, check, each),
)

test('a sign-in is proved in live mode, too, by nobody who stays and with no email', async () => {
  const { supabase } = shop
  const addresses = async () => {
    const { rows } = await supabase.database.query<{ email: string }>(
      "select email from auth.users where email like '%portal-gateway.invalid%'",
    )
    return rows.map(({ email }) => email).toSorted()
  }
  const own = 'doctor@portal-gateway.invalid.example.com'
  await supabase.signIn(own)
  // The cases above have left one whom nobody could delete, and this run is two minutes later.
  expect(await addresses()).toEqual([expect.stringMatching(/^doctor-\w{12}@portal-g/), own])
  supabase.inbox.clear()
  const twoMinutesLater = { now: () => Date.now() + 120_000 }
  const live = { STRIPE_API_KEY: 'rk_live_local' }
  expect(supabase.controls.captcha).not.toBeNull()
  const world = await shop.world(live, twoMinutesLater)
  expect(await look('sign_in', world)).toMatchObject([{ level: 'ok' }])
  expect(await addresses()).toEqual([own])
  expect(supabase.inbox.emails).toEqual([])
})

test('what is wrong here is pushed to no site, and not missed there', async () => {
  await fix('netlify_variables', await shop.world())
  await fix('netlify_deploy', await shop.world())
  const world = await shop.world({
    TURNSTILE_SITE_KEY: '1x0000000000000000000000000000000AA',
    SIGN_IN_MAX_AGE_SECONDS: 'an hour',
    SUPABASE_JWT_ISSUER: 'https://elsewhere.example.net/auth/v1',
  })
  const before = shop.netlify.env()
  await fix('netlify_variables', world)
  expect(shop.netlify.env()).toEqual(before)
  for (const name of ['netlify_variables', 'live_variables'])
    expect(await look(name, world)).toMatchObject([{ level: 'ok' }])
})

test('a deploy that fails is reported, and is not waited for', async () => {
  shop.netlify.control({ deployFails: 'the build failed' })
  const world = await shop.world({ ALLOWED_ORIGINS: 'https://www.example.net' })
  await expect(fix('netlify_deploy', world)).rejects.toMatchObject({ code: 'error' })
  shop.netlify.control({ deployFails: null })
})

test('legacy keys are reported, and new ones are created in their place', async () => {
  const { supabase } = shop
  supabase.control({ apiKeys: 'both' })
  const world = await shop.world({
    SUPABASE_PUBLISHABLE_KEY: supabase.anonKey,
    SUPABASE_SECRET_KEY: supabase.serviceRoleKey,
  })
  expect(levelsOf(await look('supabase_keys', world))).toEqual(['warning'])
  expect(await fix('supabase_keys', world)).toBe(2)
  expect(await look('supabase_keys', world)).toMatchObject([{ level: 'ok' }])
  expect(world.env.SUPABASE_SECRET_KEY).toMatch(/^sb_secret_/)
  supabase.control({ apiKeys: 'new' })
})

test('a free project refuses templates without an email server of its own', async () => {
  const changes = { smtp_host: null, mailer_templates_magic_link_content: '<p>Hello</p>' }
  const repair = await auth(changes)(shop)
  shop.management.control({ plan: 'free' })
  await expect(fix('mail_templates', await shop.world())).rejects.toMatchObject({ status: 400 })
  shop.management.control({ plan: 'pro' })
  await repair?.()
})

test('what the owner writes into emails, subjects and brand reaches Supabase', async () => {
  const copy = await mkdtemp(join(tmpdir(), 'portal-gateway-copy-'))
  const edit = async (file: string, from: RegExp, to: string) => {
    const text = await readFile(join(copy, file), 'utf8')
    expect(text).toMatch(from)
    await writeFile(join(copy, file), text.replace(from, to))
  }
  await cp(join(root, 'supabase'), join(copy, 'supabase'), { recursive: true })
  await cp(join(shop.folder, 'web'), join(copy, 'web'), { recursive: true })
  await edit('supabase/templates/magic-link.html', /<h1/, '<h1 id="own"')
  await edit('supabase/config.toml', /(template\.invite\]\nsubject = )'.*'/, "$1'Our own'")
  await edit('web/brand.ts', /name: '.*'/, "name: 'Ink & Co'")
  const world = await shop.world({}, { folder: copy, copy })
  const isOther = expect.stringMatching(/^the email "\w+" is not the one of supabase\/templates/)
  const found = await look('mail_templates', world)
  expect(found.map(({ says }) => says)).toEqual(Array.from({ length: 6 }, () => isOther))
  await fix('mail_templates', world)
  expect(levelsOf(await look('mail_templates', world))).toEqual(['ok'])
  const own = expect.stringMatching(/\$shop := "Ink & Co"[^]*<h1 id="own"/)
  expect(shop.management.authConfig()).toMatchObject({
    mailer_subjects_invite: 'Our own',
    mailer_templates_confirmation_content: own,
    mailer_templates_magic_link_content: own,
    mailer_templates_reauthentication_content: expect.stringContaining('$shop := "Ink & Co"'),
  })
  await fix('mail_templates', await shop.world())
  await rm(copy, { recursive: true })
})

test('everything is whole again, and no secret and no address was said', async () => {
  // What the cases of Netlify took away.
  await fix('netlify_variables', await shop.world())
  await fix('netlify_deploy', await shop.world())
  // Of what came in between, some could not be delivered.
  await ring()
  await expectWhole(shop)
})

const failing = services.flatMap((service) =>
  outages.map((outage) => ({ service, what: outage.what, outage, isNamed: service === 'netlify' })),
)
const known = outages.map((outage) => ({
  service: 'management' as const,
  what: `${outage.what}, where the project is known,`,
  outage,
  isNamed: true,
}))

test.for([...failing, ...known])('$service: a service that $what is told once', async (each) =>
  playOutage(shop, each),
)

test('a door that answers nothing is a fault, and the page beside it is not', async () => {
  const served = await serve((message, response) =>
    message.method === 'GET' && message.url === '/'
      ? response.writeHead(200).end('<manage-billing>')
      : undefined,
  )
  const world = await shop.world(without('SUPABASE_URL'), {
    page: `${served.origin}/`,
    limits: { answerMs: 300 },
  })
  expect(await look('doors', world)).toMatchObject([
    { level: 'fault', says: expect.stringMatching(/^\/api\/.* does not answer$/) },
  ])
  served.close()
})

test.each([
  ['NETLIFY_AUTH_TOKEN', 'nfp_of_nobody'],
  ['SUPABASE_ACCESS_TOKEN', 'sbp_of_nobody'],
  ['STRIPE_SETUP_KEY', 'sk_test_of_nobody'],
])('%s, given and refused, is one fault and one line more', async (name, value) => {
  const repeats = createRepeats()
  const world = await shop.world({ [name]: value }, { project: shop.management.ref })
  const all = (await examine(world)).filter(({ level }) => level !== 'ok')
  expect(all.filter((found) => !repeats.add(found))).toEqual([
    expect.objectContaining({ level: 'fault', says: expect.stringContaining(`"${name}"`) }),
  ])
  expect(repeats.lines()).toEqual([expect.stringMatching(/^unknown \w+, see above: /)])
})

test('a token that was not given is one thing to do, whatever needs it', async () => {
  const repeats = createRepeats()
  const none = without('STRIPE_SETUP_KEY', 'SUPABASE_ACCESS_TOKEN', 'NETLIFY_AUTH_TOKEN')
  const all = await examine(await shop.world(none))
  expect(all.filter((found) => !repeats.add(found) && found.level !== 'ok')).toEqual([])
  expect(repeats.lines()).toEqual(
    ['SUPABASE_ACCESS_TOKEN', 'STRIPE_SETUP_KEY', 'NETLIFY_AUTH_TOKEN'].flatMap((name) => [
      expect.stringMatching(new RegExp(`^unknown (\\d+ things need|one thing needs) "${name}": `)),
      expect.stringContaining(`        -> give "${name}"`),
    ]),
  )
})

test('without what it takes to check, it says what that is', async () => {
  const all = Object.keys(shop.env).filter((name) => !name.endsWith('_BASE'))
  const inside = [
    'migrations',
    'row_security',
    'auth_settings',
    'mailer',
    'mail_templates',
    'captcha',
  ]
  // These look only at the owner's copy, and at what was given.
  const outside = checks
    .map(({ name }) => name)
    .filter((name) => !['variables', 'given_keys', 'brand'].includes(name))
  for (const [missing, names, remedy] of [
    [['SUPABASE_ACCESS_TOKEN'], inside, /SUPABASE_ACCESS_TOKEN/],
    [all, outside, /set "|give "/],
  ] as const) {
    const world = await shop.world(without(...missing))
    for (const name of names)
      expect(await look(name, world), name).toContainEqual({
        level: 'unknown',
        says: expect.any(String),
        remedy: expect.stringMatching(remedy),
      })
  }
})
