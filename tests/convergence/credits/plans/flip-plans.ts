import type Stripe from 'stripe'
import { catalogueSubject } from '#server/use-cases/offers/catalogue-subject.ts'
import { purchaseSubject } from '#server/use-cases/purchases/purchase-subject.ts'
import { createRandom } from '../../stage/create-random.ts'
import type { SalesStage } from '../../sales/stage/sales-stage.ts'
import { openSdk } from '../../sales/stage/shelf.ts'
import type { Dice } from '../../sales/stage/shop.ts'
import { boundsOf } from './fresh-money.ts'
import type { PlanShop } from './plan-shop.ts'
import { openPlanShop } from './plan-shop.ts'
import type { Settings } from './settings.ts'

const mostSteps = 50
const day = 86_400
const email = 'flip@example.com'
const ended = ['canceled', 'incomplete_expired']
/** What grants and takes back. */
const rings = ['invoice.paid', 'charge.refunded', 'checkout.session.completed']

/**
 * Fifty changes of plan, cancellations and returns of one customer, as fast as they like, by the portal's own buttons.
 * At no time has a bill granted more than the money that came in for it is worth.
 */
export async function flipPlans(
  stage: SalesStage,
  { number, settings }: { number: number; settings: Settings },
): Promise<{ granted: number; flips: number }> {
  await stage.emptySales()
  const { stripe, clock, supabase } = stage
  const random = createRandom(number)
  for (let burnt = 0; burnt < 5; burnt += 1) random()
  const dice: Dice = {
    roll: random,
    pick: (of) => of[Math.floor(random() * of.length)] ?? null,
  }
  clock.seconds += Math.floor(random() * 365 * day)
  stripe.control({ prorationDiscounts: dice.pick(['included', 'itemized'] as const)! })
  const shop = openPlanShop(stripe, dice, settings)
  const off = dice.pick([0, 0, 0, 50, 100])!
  if (off > 0) stripe.createPromotionCode({ code: 'OFF', percent_off: off })
  // What is seldom written goes through the Data API.
  const { credits, catalogueRecords } = stage.cast('own', { throughDataApi: true })
  const world = { ...stage.salesCast(), catalogueRecords }
  await credits.beginCredits(0)
  await catalogueSubject.refresh(world, [], null)
  const act = createActs({ stage, shop, dice, off })
  const story = [`seed ${number}, ${off} % off, ${JSON.stringify(settings)}`]
  let [heard, flips] = [stripe.events().length, 0]

  for (let step = 0; step < mostSteps; step += 1) {
    const told = await act()
    if (told.isFlip) flips += 1
    story.push(`${new Date(clock.seconds * 1000).toISOString()}: ${told.says}`)
    const news = stripe.events().slice(0, stripe.events().length - heard)
    heard += news.length
    const ids = news
      .filter(({ type }) => rings.includes(type))
      .map(({ data }) => (data.object as { id: string }).id)
    await purchaseSubject.refresh(world, [...new Set(ids)], null)
    // What an invoice grants is fixed when it is read: a look now and then finds it.
    if (step % 10 === 9) await assertBound(stage, shop, story)
  }
  const { rows } = await supabase.database.query<{ granted: number }>(
    'select coalesce(sum(granted), 0)::float8 as granted from private.purchases',
  )
  return { granted: rows[0]!.granted, flips }
}

async function assertBound(stage: SalesStage, shop: PlanShop, story: string[]): Promise<void> {
  const { rows } = await stage.supabase.database.query<{ source: string; net: number | null }>(
    `select source, sum(granted - revoked)::float8 as net from private.purchases
     where source like 'in_%' group by source`,
  )
  const bounds = boundsOf(stage.stripe, shop)
  let [all, allowed] = [0, 0]
  for (const { source, net } of rows) {
    const bound = bounds.find((each) => each.source === source)
    all += net ?? 0
    allowed += bound?.most ?? 0
    if (bound === undefined || (net ?? 0) > bound.most)
      throw new Error(
        `${source} granted ${net}, and ${bound?.most} at most is right: ${bound?.says}\n${story.join('\n')}`,
      )
  }
  if (all > allowed) throw new Error(`${all} granted, for ${allowed}\n${story.join('\n')}`)
}

type Told = { says: string; isFlip: boolean }

function createActs(play: { stage: SalesStage; shop: PlanShop; dice: Dice; off: number }) {
  const { stage, shop, dice, off } = play
  const { stripe, clock } = stage
  const sdk = openSdk(stripe)
  const running = () => stripe.subscriptions().find(({ status }) => !ended.includes(status))

  async function press(subscription: Stripe.Subscription, form: Record<string, string>) {
    const customer = subscription.customer as string
    const { configuration } = shop
    const { url } = await sdk.billingPortal.sessions.create({ customer, configuration })
    const body = new URLSearchParams({ ...form, subscription: subscription.id })
    const { status } = await fetch(url, { method: 'POST', body, redirect: 'manual' })
    return `${Object.values(form).join(' ')}: ${status}`
  }

  async function subscribe(): Promise<string> {
    const price = dice.pick(shop.plans)!.price
    const [customer] = stripe.customers()
    const trial_period_days = dice.roll() < 0.15 ? 7 : undefined
    const { id } = await sdk.checkout.sessions.create({
      mode: 'subscription',
      line_items: [{ price, quantity: dice.pick([1, 1, 2])! }],
      success_url: 'https://example.com/#bought={CHECKOUT_SESSION_ID}',
      allow_promotion_codes: true,
      ...(customer ? { customer: customer.id } : {}),
      ...(trial_period_days && { subscription_data: { trial_period_days } }),
    })
    const code = off > 0 && dice.roll() < 0.7 ? 'OFF' : undefined
    stripe.payCheckout(id, { email, code })
    return `subscribes to ${price}${code ? ' with the code' : ''}${trial_period_days ? ' on trial' : ''}`
  }

  function refund(): string {
    const charge = dice.pick(
      stripe.charges().filter(({ status, refunded }) => status === 'succeeded' && !refunded),
    )
    if (charge === null) return 'has nothing to be refunded'
    const left = charge.amount - charge.amount_refunded
    stripe.refundCharge(charge.id, dice.roll() < 0.5 ? left : Math.ceil(left / 3))
    return `gets something of ${charge.id} back`
  }

  return async (): Promise<Told> => {
    clock.seconds += dice.pick([0, 60, 3700, day, 3 * day, 9 * day, 17 * day, 33 * day, 90 * day])!
    stripe.catchUp()
    const subscription = running()
    if (subscription === undefined) return { says: await subscribe(), isFlip: true }
    const { id, cancel_at_period_end: isLast } = subscription
    const fate = dice.roll()
    if (fate < 0.5) {
      const price = dice.pick(shop.plans)!.price
      return { says: await press(subscription, { do: 'change_plan', price }), isFlip: true }
    }
    if (fate < 0.7) {
      const quantity = String(dice.pick([1, 2, 3, 7])!)
      return {
        says: await press(subscription, { do: 'update_subscription', quantity }),
        isFlip: true,
      }
    }
    if (fate < 0.82) {
      const button = isLast ? 'keep_subscription' : 'cancel_subscription'
      return { says: await press(subscription, { do: button }), isFlip: true }
    }
    if (fate < 0.9) {
      const outcome = dice.pick(['succeeds', 'succeeds', 'fails'] as const)!
      stripe.setSubscriptionOutcome(id, outcome)
      return { says: `the next payment ${outcome}`, isFlip: false }
    }
    if (fate < 0.95) return { says: refund(), isFlip: false }
    const open = stripe.invoices().find(({ status }) => status === 'open')
    if (open !== undefined) stripe.payElsewhere(open.id!)
    return { says: `${open?.id ?? 'nothing'} is paid elsewhere`, isFlip: false }
  }
}
