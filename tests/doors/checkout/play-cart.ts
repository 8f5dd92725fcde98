import { expect } from 'vitest'
import type { Fault } from '#local/stripe/index.ts'
import type { Problem } from '#server/contract/problem.ts'
import type { World } from '#tests/world.ts'
import { frontendUrl } from '#tests/world.ts'
import { ask, buy, orderOf } from './shop-window.ts'

/** One thing that happens to a cart, its tabs, its page at Stripe, or Stripe. */
export type Step =
  | { do: 'press'; tabs: number[] }
  | { do: 'change'; line: number; quantity: number }
  | { do: 'pay' | 'expire' | 'empty' | 'turn' | 'buy another' | 'calm' }
  | { do: 'disturb'; how: number }
  | { do: 'hear'; tab: number }

const path = '^/v1/checkout/sessions$'
const strike = { method: 'POST', path }
const inactive = 'The price specified is inactive. This field only accepts active prices.'

/** What can go wrong while an order is placed; the first ones are kept by Stripe, and said again. */
export const faults: readonly Fault[] = [
  { ...strike, status: 500, isKept: true, times: 1 },
  { ...strike, status: 500, isKept: true, times: 2 },
  { ...strike, status: 500, isKept: true, times: 4 },
  { ...strike, status: 400, isKept: true, message: inactive, times: 1 },
  { ...strike, status: 500, times: 1 },
  { ...strike, status: 429 },
  { ...strike, status: 409, code: 'idempotency_key_in_use', times: 1 },
  { ...strike, status: 409, code: 'idempotency_key_in_use' },
  { ...strike, cut: true, times: 1 },
  { ...strike, cut: true, times: 4 },
  { method: 'GET', path: '^/v1/checkout/sessions/cs_', status: 500 },
]

/** Each has its own digit in the sum: what a page costs tells what is on it, however it came about. */
export const amounts: readonly number[] = [100, 1_000, 10_000]

type Cart = { id: string; quantities: number[] }
type Answer = { kind: 'page' | 'paid'; of: string } | { kind: 'fault'; code: string }

export type Player = {
  world: World
  prices: string[]
  token: string
  cart: Cart
  /** The key that each tab knows. */
  tabs: string[]
  isKnown: boolean
  isCalm: boolean
  /** What was answered, with the cart as it was, and who asked. */
  told: { cart: string; answer: Answer }[]
}

export function startPlayer(world: World, prices: string[], token: string): Player {
  const player = { world, prices, token, isKnown: false, isCalm: true, told: [] as Player['told'] }
  return { ...player, ...newCart() }
}

function newCart(): Pick<Player, 'cart' | 'tabs'> {
  const id = crypto.randomUUID()
  return { cart: { id, quantities: [1, 0, 0] }, tabs: [id, id, id] }
}

export async function play(player: Player, step: Step): Promise<void> {
  const { world, cart } = player
  switch (step.do) {
    case 'press':
      return void (await Promise.all(step.tabs.map((tab) => press(player, tab))))
    case 'change':
      cart.quantities[step.line] = step.quantity
      if (!cart.quantities.some((count) => count > 0)) cart.quantities[0] = 1
      // What was begun again was begun with the lines of before.
      return void player.tabs.fill(cart.id)
    case 'pay':
    case 'expire': {
      const open = sessionsOf(player, nameOf(player)).find(({ status }) => status === 'open')
      if (open === undefined) return
      if (step.do === 'expire') return world.stripe.expireCheckout(open.id)
      return void world.stripe.payCheckout(open.id, { email: 'ada@example.com' })
    }
    case 'empty':
      return void Object.assign(player, newCart())
    case 'turn':
      player.isKnown = !player.isKnown
      // All tabs of a browser read the one cart that it keeps.
      return void player.tabs.fill(player.tabs.toSorted(byAttempt).at(-1)!)
    case 'buy another': {
      if (!player.isCalm) return
      const session = await buy(world, orderOf(player.prices[0]!), player.token)
      return void world.stripe.payCheckout(session, { email: 'ada@example.com' })
    }
    case 'disturb':
      player.isCalm = false
      return world.stripe.control({ faults: [faults[step.how]!] })
    case 'calm':
      player.isCalm = true
      return world.stripe.control({ faults: [] })
    case 'hear':
      player.tabs.fill(player.tabs[step.tab]!)
  }
}

/** As the page does: what the answer names the cart from now on is kept. */
export async function press(player: Player, tab: number): Promise<Answer> {
  const { world, cart, prices, isKnown, token } = player
  const name = nameOf(player)
  const items = prices.flatMap((price, at) => {
    const quantity = cart.quantities[at]!
    return quantity === 0 ? [] : { price, quantity }
  })
  const returnUrl = `${frontendUrl}?of=${whoseOf(player)}`
  const body = { items, returnUrl, key: player.tabs[tab]! }
  const response = await ask(world, body, isKnown ? token : undefined)
  const said = (await response.json()) as { url?: string; key?: string } & Partial<Problem>
  if (said.key !== undefined && nameOf(player) === name) player.tabs[tab] = said.key
  const answer = toAnswer(said)
  player.told.push({ cart: name, answer })
  return answer
}

function byAttempt(one: string, other: string): number {
  const attemptOf = (key: string) => Number(key.split('.')[1] ?? 0)
  return attemptOf(one) - attemptOf(other)
}

function toAnswer({ url, code, session }: { url?: string } & Partial<Problem>): Answer {
  if (url !== undefined) return { kind: 'page', of: url.slice(url.lastIndexOf('/') + 1) }
  if (code === 'already_paid') return { kind: 'paid', of: session ?? '' }
  return { kind: 'fault', code: code ?? '' }
}

const whoseOf = ({ cart, isKnown }: Player) => `${cart.id}-${isKnown ? 'ada' : 'nobody'}`

/** The cart, who it is, and what is in it. */
function nameOf(player: Player): string {
  const sum = player.cart.quantities.reduce((all, count, at) => all + count * (amounts[at] ?? 0), 0)
  return `${whoseOf(player)} ${sum}`
}

/** Read from Stripe's own list, and from nothing that we keep. */
function sessionsOf({ world }: Player, name: string) {
  return world.stripe
    .checkoutSessions()
    .filter((each) => name === nameOfSession(each.success_url, each.amount_total))
}

function nameOfSession(successUrl: string | null, total: number | null): string {
  return `${new URL(successUrl ?? '').searchParams.get('of')} ${total}`
}

/** One page of a cart that can be paid, one order that was, and never both; each answer is one of them. */
export function reckon(player: Player): void {
  const { stripe } = player.world
  const ofCarts = stripe.checkoutSessions().filter(({ success_url: url }) => url?.includes('?of='))
  const names = new Set(ofCarts.map((each) => nameOfSession(each.success_url, each.amount_total)))
  for (const name of names) {
    const open = sessionsOf(player, name).filter(({ status }) => status === 'open')
    const paid = sessionsOf(player, name).filter(({ status }) => status === 'complete')
    expect(open.length + paid.length, `pages of ${name}`).toBeLessThanOrEqual(1)
  }
  for (const { cart, answer } of player.told.splice(0)) {
    if (answer.kind === 'fault') {
      expect(player.isCalm ? answer.code : '', 'a fault in fair weather').toBe('')
      continue
    }
    const session = sessionsOf(player, cart).find(({ id }) => id === answer.of)
    expect(session?.status).toBe(answer.kind === 'page' ? 'open' : 'complete')
  }
}

/** In fair weather, whatever was before: every tab comes to the same, at the second press at the latest. */
export async function comeToRest(player: Player): Promise<void> {
  await play(player, { do: 'calm' })
  for (const tab of player.tabs.keys()) {
    // What Stripe keeps of the storm may take all tries of one press.
    await press(player, tab)
  }
  player.told.splice(0)
  const answers = await Promise.all([...player.tabs.keys()].map((tab) => press(player, tab)))
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  reckon(player)
}
