import type Stripe from 'stripe'
import { keyPermissions } from '#server/needs.ts'
import type { ReadyShop } from '../shop/ready-shop.ts'
import { without } from '../shop/ready-shop.ts'
import type { Break, Case, Cases } from './case.ts'
import { both, controlling, sql } from './case.ts'

type NewPrice = Omit<Parameters<ReadyShop['stripe']['createPrice']>[0], 'product'>
type NewProduct = Partial<Parameters<ReadyShop['stripe']['createProduct']>[0]>

const silent = { silent: true }
const offer = { offer: 'yes' }
const monthly = { currency: 'eur', unit_amount: 1200, metadata: offer } satisfies NewPrice

/** Prices of one product, of which nobody but Stripe knows; afterwards there are none again. */
const selling =
  (prices: NewPrice[], more: NewProduct = {}): Break =>
  ({ stripe }) => {
    const product = stripe.createProduct({ name: 'Pro', ...more }, silent).id
    const ids = prices.map((price) => stripe.createPrice({ ...price, product }, silent).id)
    return () => {
      for (const id of ids) stripe.deletePrice(id, silent)
      stripe.deleteProduct(product, silent)
    }
  }

const bad = (
  what: string,
  price: NewPrice,
  said: Pick<Case, 'fault' | 'warning'>,
  remedy: RegExp,
  product: NewProduct = {},
): Case => ({ what, ...said, remedy, break: selling([price], product) })

const yearly = { ...monthly, unit_amount: 12_000, recurring: { interval: 'year' } } as const
const once = { ...monthly, recurring: null }
const saying = (more: Record<string, string>) => ({ ...offer, ...more })
const unreadable = (key: string, value: string, form: RegExp): Case => {
  const of = `^"${key}" of "Pro", 12.00 EUR a month \\(price_\\w+\\) can't be read$`
  const price = { ...monthly, metadata: saying({ [key]: value }) }
  return bad(`"${key}": "${value}"`, price, { warning: new RegExp(of) }, form)
}

const offers: Case[] = [
  {
    what: 'that nothing is offered',
    ok: /^no price is offered in test mode; "offer" = "yes" in a price's metadata offers it$/,
  },
  {
    what: 'what is offered',
    ok: /^3 prices are offered in test mode: Pro \(12\.00 EUR a month, 1300 JPY every 3 months, 120\.00 EUR a year\)$/,
    break: selling([
      monthly,
      yearly,
      {
        ...monthly,
        currency: 'jpy',
        unit_amount: 1300,
        recurring: { interval: 'month', interval_count: 3 },
      },
      // Neither of these is.
      { ...monthly, metadata: {} },
      { ...monthly, active: false },
    ]),
  },
  {
    what: 'that the key may not see it',
    ok: /nothing is offered: "STRIPE_API_KEY" may not read products and prices/,
    break: controlling('stripe', { revokedPermissions: ['rak_product_read'] }),
  },
  bad(
    'credits for nothing',
    { ...monthly, unit_amount: 0, metadata: saying({ credits: '10' }) },
    { fault: /^the offer "Pro", 0\.00 EUR a month \(price_\w+\) gives credits and costs nothing$/ },
    /remove "credits"/,
  ),
  bad(
    "a product's credits for nothing",
    { ...once, unit_amount: 0 },
    { fault: /0\.00 EUR once .* gives credits and costs nothing/ },
    /and from that of its product/,
    { metadata: { credits: '10' } },
  ),
  bad(
    'credits for whatever is paid',
    {
      ...once,
      unit_amount: null,
      custom_unit_amount: {},
      metadata: saying({ credits: '10' }),
    },
    { fault: /any amount in EUR once .* gives as many credits, whatever is paid$/ },
    /"credits_per_100" instead of "credits"/,
  ),
  bad(
    'a price for packages',
    { ...monthly, transform_quantity: { divide_by: 100, round: 'up' } },
    { fault: /is sold in packages of 100$/ },
    /for one piece/,
  ),
  bad(
    'a price with tiers',
    { ...monthly, tiers: [{ up_to: null, unit_amount: 100 }] },
    { fault: /an amount in EUR that varies a month .* has tiers$/ },
    /with one amount/,
  ),
  bad(
    'a fraction of a cent',
    { ...monthly, unit_amount: null },
    { fault: /has a fraction of a cent$/ },
    /whole cents/,
  ),
  bad(
    'credits by amount in several currencies',
    {
      ...once,
      currency_options: { usd: { unit_amount: 1300 } },
      metadata: saying({ credits_per_100: '5' }),
    },
    { fault: /has amounts in other currencies, beside "credits_per_100"$/ },
    /a price for each currency/,
  ),
  bad(
    'a price by usage',
    { ...monthly, recurring: { interval: 'month', usage_type: 'metered' } },
    { warning: /is charged by usage$/ },
    /an amount of its own/,
  ),
  bad(
    'a trial of what is paid once',
    { ...once, metadata: saying({ trial_days: '14' }) },
    { warning: /has "trial_days", and is paid once$/ },
    /remove "trial_days"/,
  ),
  bad('an archived product', monthly, { warning: /is of an archived product$/ }, /unarchive/, {
    active: false,
  }),
  unreadable('credits', '1,000', /whole number/),
  unreadable('credits', '0', /whole number/),
  unreadable('credits_per_100', '1.5', /whole number/),
  unreadable('trial_days', 'two weeks', /whole number/),
  unreadable('credits_last', 'a year', /"period", "forever", or a number of days/),
  unreadable('access', ' , ', /separated by commas/),
  unreadable('ships', 'Germany', /codes of countries/),
  unreadable('shipping', 'free', /shipping rates/),
  unreadable('phone', 'maybe', /"yes" or "no"/),
  unreadable('license', 'MIT', /"yes", "forever" or "no"/),
  unreadable('devices', '0', /whole number/),
  unreadable('download', '../secrets/', /a folder such as/),
  bad(
    'another word than yes',
    { ...monthly, metadata: { offer: 'true' } },
    { warning: /^"offer" of "Pro".* can't be read$/ },
    /"yes", "no" or "sold-out"/,
  ),
  bad(
    "a product's credits that can't be read",
    monthly,
    { warning: /^"credits" of the product "Pro" \(prod_\w+\) can't be read$/ },
    /the product > Metadata/,
    { metadata: { credits: 'many' } },
  ),
  bad(
    'a product that is meant to be on offer',
    { ...monthly, metadata: {} },
    { warning: /^the product "Pro" \(prod_\w+\) says "offer", and none of its prices does$/ },
    /the price > Metadata/,
    { metadata: offer },
  ),
  {
    what: 'that a product says it beside its prices',
    ok: /^one price is offered/,
    break: selling([monthly], { metadata: offer }),
  },
]

const giving = (credits: string, price: Partial<NewPrice> = {}): NewPrice => ({
  ...monthly,
  ...price,
  metadata: { credits },
})
const pro = String.raw`"Pro", \d+\.00 EUR a (?:month|year) \(price_\w+\)`

const creditRates: Case[] = [
  {
    what: 'that no price gives credits',
    ok: /^no price gives credits$/,
    break: selling([monthly]),
  },
  {
    what: 'that the key may not see them',
    ok: /nothing is offered: "STRIPE_API_KEY" may not read/,
    break: controlling('stripe', { revokedPermissions: ['rak_plan_read'] }),
  },
  {
    what: 'what each price gives, the best first,',
    ok: new RegExp(
      [
        String.raw`^"Pro", 120\.00 EUR a year \(price_\w+\) gives 12000 credits: 1 for each 0\.01 EUR`,
        String.raw`"Pro", 12\.00 EUR a month \(price_\w+\) gives 1000 credits: 0\.833 for each 0\.01 EUR`,
        String.raw`"Pro", 1500 JPY a month \(price_\w+\) gives 1000 credits: 0\.667 for each 1 JPY`,
        String.raw`"Pro", any amount in EUR once \(price_\w+\) gives 50 credits for each 1\.00 EUR: 0\.5 for each 0\.01 EUR`,
        String.raw`"Pro", 0\.00 EUR a month \(price_\w+\) gives no credits: it costs nothing$`,
      ].join('\n'),
    ),
    break: selling([
      giving('1000', { unit_amount: 0 }),
      giving('1000'),
      giving('12000', { ...yearly }),
      giving('1000', { unit_amount: 1500, currency: 'jpy' }),
      {
        ...once,
        unit_amount: null,
        custom_unit_amount: { minimum: 500 },
        metadata: { credits_per_100: '50' },
      },
    ]),
  },
  {
    what: 'many prices, of which not all are named,',
    ok: /^and 3 more give less for their money$/m,
    break: selling(Array.from({ length: 15 }, (_, at) => giving('100', { unit_amount: 900 + at }))),
  },
  {
    what: 'a zero too many',
    warning: new RegExp(
      `^${pro} gives 10 times as many credits as is usual here: 8\\.33 for each 0\\.01 EUR, and the median is 0\\.833$`,
    ),
    remedy: /check "credits"/,
    break: selling([giving('1000'), giving('1000'), giving('10000')]),
  },
  {
    what: 'a price that gives ten times what the only other one does',
    warning: /gives 10 times as many credits/,
    remedy: /check "credits"/,
    break: selling([giving('1000'), giving('10000')]),
  },
  {
    what: "a year's price with a month's credits",
    warning: new RegExp(`^${pro} gives 10 times fewer credits than is usual here: `),
    remedy: /check "credits"/,
    break: selling([giving('1000'), giving('1000'), giving('1000', { ...yearly })]),
  },
  {
    what: 'that larger packs are three times as cheap, and other currencies have their own rates,',
    ok: /gives/,
    break: selling([
      giving('1000'),
      giving('1000'),
      giving('3000'),
      giving('90000', { currency: 'usd' }),
    ]),
  },
]

const neverRead = sql(
  `update public.sync_state set passed_at = null where subject = 'catalogue'`,
  `update public.sync_state set passed_at = now() where subject = 'catalogue'`,
)
/** The table still has a price that is archived at Stripe, because nobody rang. */
const archived = sql(
  `insert into public.stripe_prices (livemode, stripe_price_id, stripe_product_id, active, deleted,
     is_offered, currency, last_ticket, read_ticket, updated_at)
   values (false, 'price_gone', 'prod_gone', true, false, true, 'eur', 1, 1, now())`,
  `delete from public.stripe_prices where stripe_price_id = 'price_gone'`,
)

const catalogue: Case[] = [
  {
    what: 'a catalogue that was never read',
    warning: /products and prices were never read/,
    remedy: /npm run sync/,
    break: neverRead,
  },
  {
    what: 'an offer in a catalogue that was never read',
    fault: /products and prices were never read/,
    remedy: /npm run sync/,
    break: both(neverRead, selling([monthly])),
  },
  {
    what: 'an offer that nobody rang for',
    fault: /^on offer at Stripe, and not in the table: price_\w+, price_\w+$/,
    remedy: /sync -- --full/,
    break: selling([monthly, yearly]),
  },
  {
    what: 'an offer that has ended without a ring',
    fault: /^no longer on offer at Stripe, and still in the table: price_gone$/,
    remedy: /sync -- --full/,
    break: archived,
  },
  {
    what: 'a table behind a schema that is not served',
    unknown: /what the page offers: not checked/,
    remedy: /schemas that the Data API serves/,
    break: controlling('supabase', { schemas: ['graphql_public'] }),
  },
]

type Completion = Stripe.PaymentLink['after_completion']
const redirect = (url: string): Completion => ({ type: 'redirect', redirect: { url } })
/** Links that leave whoever has paid there; by default at Stripe. */
const linking =
  (...places: (undefined | ((page: string) => Completion))[]): Break =>
  (at) => {
    const unsell = selling([monthly])(at) as () => void
    const { stripe, site } = at
    const price = stripe.createPrice({
      ...once,
      product: stripe.createProduct({ name: 'Book' }).id,
    })
    const links = places.map((place) => {
      const fields = place === undefined ? {} : { after_completion: place(`${site.origin}/`) }
      return stripe.createPaymentLink({ lines: [{ price: price.id }], fields }, silent).id
    })
    return async () => {
      for (const id of links) stripe.updatePaymentLink(id, { active: false })
      stripe.deletePrice(price.id)
      unsell()
      await stripe.settled()
    }
  }
const back = (page: string) => redirect(`${page}#bought={CHECKOUT_SESSION_ID}`)
const runtimeAlone = controlling('stripe', {
  keyPermissions: { rk_test_local: keyPermissions.map(({ slug }) => slug) },
})

const paymentLinks: Case[] = [
  { what: 'that there are none', ok: /^there are no Payment Links$/ },
  { what: 'that all lead back', ok: /^all 2 Payment Links lead back/, break: linking(back, back) },
  {
    what: 'that one leads back to the plans, by its query,',
    ok: /^the one Payment Link leads back/,
    break: linking((page) => redirect(`${page}plans?from=link&bought={CHECKOUT_SESSION_ID}`)),
  },
  {
    what: 'that a link leads to a page of its own',
    ok: /^Payment Links that lead back to the page: 1; to other addresses of yours: 1$/,
    break: linking(back, () => redirect('https://shop.example.net/thanks')),
  },
  {
    what: 'that a site which embeds the page reads it,',
    ok: /^the one Payment Link leads back/,
    env: { ALLOWED_ORIGINS: 'https://a.example.net, https://shop.example.net' },
    break: linking(() => back('https://shop.example.net/')),
  },
  {
    what: 'a link that ends at Stripe',
    warning: /^a Payment Link does not lead back to your page: http\S+ \(plink_\w+\)$/,
    remedy: /enter http:\/\/127\.0\.0\.1:\d+\/#bought=\{CHECKOUT_SESSION_ID\}$/,
    break: linking(back, undefined),
  },
  {
    what: 'links that lead back without what was bought, or to where the page was,',
    warning: /^2 Payment Links do not lead back to your page: /,
    remedy: /Don't show confirmation page/,
    break: linking(redirect, () => back('https://moved.example.net/')),
  },
  {
    what: 'many links that end at Stripe',
    warning: /^7 Payment Links do not lead back .* and 2 more$/,
    remedy: /enter http/,
    break: linking(...Array.from({ length: 7 }, () => undefined)),
  },
  {
    what: 'that nobody may look',
    unknown: /^where Payment Links lead whoever has paid: not checked$/,
    remedy: /STRIPE_SETUP_KEY/,
    env: without('STRIPE_SETUP_KEY'),
    break: runtimeAlone,
  },
  {
    what: 'a setup key that may not look',
    unknown: /answered 403 .*\(rak_payment_links_read\)/,
    remedy: /"rak_payment_links_read"/,
    break: controlling('stripe', {
      faults: [{ path: '/v1/payment_links', permission: 'rak_payment_links_read' }],
    }),
  },
]

const undecidedLines: Case[] = [
  {
    what: 'a paid line whose price nobody has read',
    warning: /^paid lines that granted no credits yet: 1$/,
    remedy:
      /^in_undecided il_1: (?:what was sold was never listed|the price price_gone is not in the table)/,
    break: sql(
      `insert into private.purchases (livemode, source, line, status, starts_at, price, last_ticket, read_ticket)
       values (false, 'in_undecided', 'il_1', 'paid', now(), 'price_gone', 1, 1)`,
      `delete from private.purchases where source = 'in_undecided'`,
    ),
  },
  {
    what: 'that nobody may look at what was sold',
    unknown: /^whether paid lines are undecided: not checked$/,
    remedy: /SUPABASE_URL/,
    env: { SUPABASE_SECRET_KEY: undefined },
  },
]

const hundredCredits = selling([{ ...monthly, metadata: saying({ credits: '100' }) }])
const backedUp = (plan: 'free' | 'pro', answer: Record<string, unknown>): Break =>
  both(hundredCredits, controlling('management', { plan, backups: answer }))
const noBackup = {
  warning: /^there is no backup of the database that you could restore yet$/,
  remedy: /^dump the tables yourself, or use a paid plan .*docs\/credits\.md/,
}
const unseenBackups = (
  reason: RegExp,
  status?: number,
): Pick<Case, 'unknown' | 'remedy' | 'break'> => ({
  unknown: reason,
  remedy: /Database > Backups|status\.supabase\.com/,
  ...(status !== undefined && {
    break: both(hundredCredits, (shop) => {
      const path = `/v1/projects/${shop.management.ref}/database/backups`
      return controlling('management', { faults: [{ path, status }] })(shop)
    }),
  }),
})

const backups: Case[] = [
  { what: 'a free plan, which has none,', ...noBackup, break: backedUp('free', {}) },
  {
    what: 'a first backup that is not done',
    ...noBackup,
    break: backedUp('pro', { backups: [{ status: 'PENDING' }, { status: 'FAILED' }] }),
  },
  {
    what: 'a daily backup',
    ok: /^there is a backup of the database$/,
    break: backedUp('pro', {}),
  },
  {
    what: 'a way back to any moment',
    ok: /^there is a backup of the database$/,
    break: backedUp('free', { pitr_enabled: true }),
  },
  {
    what: 'a physical backup',
    ok: /^there is a backup of the database$/,
    break: backedUp('free', {
      physical_backup_data: { latest_physical_backup_date_unix: 1_790_000_000 },
    }),
  },
  {
    what: 'that no credits are sold',
    ok: /^no price gives credits/,
    break: controlling('management', { plan: 'free' }),
  },
  {
    what: 'credits, where no token asks about backups,',
    unknown: /^whether the database has a backup: not checked$/,
    remedy: /SUPABASE_ACCESS_TOKEN/,
    env: { SUPABASE_ACCESS_TOKEN: undefined },
    break: hundredCredits,
  },
  {
    what: 'a token that may not read backups',
    ...unseenBackups(/\(the token may not read backups\): not checked$/, 403),
  },
  { what: 'a project that nobody knows', ...unseenBackups(/404/, 404) },
  {
    what: 'an answer that says nothing of backups',
    ...unseenBackups(/\(Supabase answers in another form\): not checked$/),
    break: backedUp('free', { backups: null }),
  },
]

export const sellingCases: Cases = {
  offers,
  credit_rates: creditRates,
  catalogue,
  payment_links: paymentLinks,
  undecided_lines: undecidedLines,
  backups,
}
