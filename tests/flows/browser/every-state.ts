import type { State } from '../../../web/state.ts'
import { give, spend } from './credits.ts'
import { buy, buyOnce, putUpForSale } from './shop.ts'
import type { StandInSite } from './stand-in-site.ts'
import type { Visitor } from './visitor.ts'

/** Brings a visitor who has seen nothing yet to a state. */
export type Way = (site: StandInSite, visitor: Visitor) => Promise<unknown>

async function arrive({ supabase }: StandInSite, { arrives }: Visitor, email: string) {
  const { accessToken } = await supabase.signIn(email)
  await arrives(accessToken)
}

async function arriveWith(
  { supabase }: StandInSite,
  { arrives }: Visitor,
  amr: { method: string; timestamp: number },
) {
  const token = await supabase.mintToken({ email: 'grace@example.com', amr: [amr] })
  await arrives(token)
}

const now = () => Math.floor(Date.now() / 1000)

/** The way to each state of the page, and what it takes. */
export const ways: Record<State['name'], Way> = {
  'sign-in': ({ origin }, { page }) => page.goto(`${origin}/`),
  'mail-sent'(site, { asksForLink }) {
    site.supabase.control({ maxFrequencySeconds: 0 })
    return asksForLink('grace@example.com')
  },
  confirm: ({ origin }, { page }) => page.goto(`${origin}/#token_hash=${'a'.repeat(56)}`),
  async loading(site, visitor) {
    site.supabase.control({ faults: [{ path: '/rest/v1', hang: true }] })
    await arrive(site, visitor, 'grace@example.com')
  },
  links: (site, visitor) => arrive(site, visitor, 'ada@example.com'),
  'nothing-found': (site, visitor) => arrive(site, visitor, 'kurt@example.com'),
  'link-expired': ({ origin }, { page }) => page.goto(`${origin}/#error_code=otp_expired`),
  async 'signed-out'(site, visitor) {
    await arrive(site, visitor, 'grace@example.com')
    await visitor.press('sign-out')
  },
  'session-ended': (site, visitor) =>
    arriveWith(site, visitor, { method: 'otp', timestamp: now() - 1900 }),
  'email-unproven': (site, visitor) =>
    arriveWith(site, visitor, { method: 'password', timestamp: now() }),
  async error(site, visitor) {
    site.stripe.control({ faults: [{ status: 500 }] })
    await arrive(site, visitor, 'grace@example.com')
  },
  async 'checking-purchase'(site, { page }) {
    await page.route('**/api/purchase', () => undefined)
    await page.goto(`${site.origin}/#bought=${buyOnce(site)}`)
  },
  purchase: (site, { page }) => page.goto(`${site.origin}/#bought=${buyOnce(site)}`),
  async 'not-set-up'({ origin }, { page }) {
    await page.goto(`${origin}/`)
    // A page that was built without values looks like one whose values are taken away.
    await page.locator('[data-state]').waitFor()
    await page.locator('manage-billing').evaluate((element) => {
      element.setAttribute('supabase-url', '')
      element.replaceWith(element)
    })
  },
}

/** The way to what can be used, beside the card of a plan. */
export const canUse: Way = async (site, visitor) => {
  const email = 'user@example.com'
  buy(site, putUpForSale(site, { name: 'Pro', access: 'pro,export', isPlan: true }), { email })
  await site.stripe.settled()
  await arrive(site, visitor, email)
  await visitor.page.locator('[data-access] li').first().waitFor()
}

let newcomers = 0

/** An address that nobody has had yet. */
function newcomer(name: string): string {
  newcomers += 1
  return newcomers === 1 ? `${name}@example.com` : `${name}.${newcomers}@example.com`
}

/** The way to credits that end one after the other and were spent on several days, below the card of a plan. */
export const hasCredits: Way = async (site, visitor) => {
  const email = newcomer('sofia')
  buy(site, putUpForSale(site, { name: 'Studio', access: 'studio', isPlan: true }), { email })
  await site.stripe.settled()
  for (const endsInDays of [3, 12, 40, 70, 100, 130, undefined])
    await give(site, { email, credits: 1_200, endsInDays })
  for (const [place, daysAgo] of [29, 22, 21, 20, 9, 8, 4, 1, 0].entries())
    await spend(site, { email, credits: 5 + place * 30, daysAgo })
  await arrive(site, visitor, email)
  await visitor.page.locator('[data-credits] [data-buy]').waitFor()
}

/** The way to credits that are owed. */
export const owesCredits: Way = async (site, visitor) => {
  const email = newcomer('emil')
  await give(site, { email, credits: 10 })
  await spend(site, { email, credits: 52 })
  await arrive(site, visitor, email)
  await visitor.page.locator('[data-balance="-42"]').waitFor()
}

/** The way to an order whose payment takes days. */
export const onItsWay: Way = (site, { page }) =>
  page.goto(`${site.origin}/#bought=${buyOnce(site, { method: 'bank' })}`)

/** The way to an order that nobody knows. */
export const unknownOrder: Way = ({ origin }, { page }) =>
  page.goto(`${origin}/#bought=cs_test_${'a'.repeat(58)}`)

/** The way to a card whose payment is past due. */
export const overdue: Way = (site, visitor) => arrive(site, visitor, 'blaise@example.com')

/** The way to a card with a subscription in each condition. */
export const everyCondition: Way = (site, visitor) => arrive(site, visitor, 'marie@example.com')

/** The way to a field that is complained of. */
export const mistyped: Way = async ({ origin }, { page, types, press }) => {
  await page.goto(`${origin}/`)
  await types('email', 'ada')
  await press('send-mail')
  await page.locator('[data-summary]:focus').waitFor()
}

export const stateNames = Object.keys(ways) as State['name'][]

/** What the console says on the way to states that come of a refusal. */
export const refusals = /status of (401|403|404|502)/
