import type { Mutant } from './mutant.ts'

const again = 'tests/doors/checkout/again.test.ts'

/** One page for a cart, and one order. */
export const checkoutMutants: readonly Mutant[] = [
  {
    defense: 'nothing in an order is left to chance or to the clock',
    out: 'const description = `Order ${number} · ${site.pageUrl}`',
    by: 'const description = `Order ${number} · ${site.pageUrl} ${Date.now()}`',
    test: again,
  },
  {
    defense: 'a page that Stripe only repeats is read again',
    out: 'const isNew = !isReplayed(session.lastResponse)',
    by: 'const isNew = true',
    test: again,
  },
  {
    defense: 'a failure that Stripe only repeats is gone around',
    out: "if (isReplayed(error)) return { kind: 'over' as const }",
    by: '',
    test: again,
  },
  {
    defense: 'a press that gave up says where the next one begins',
    out: "throw new GatewayError('stripe_unavailable', 'Stripe repeats failures of an order', {\n    details: { key: writePressKey(key) },",
    by: "throw new GatewayError('stripe_unavailable', 'Stripe repeats failures of an order', {",
    test: again,
  },
  {
    defense: 'whoever pays as a customer by now does not pay the same cart twice',
    out: "if (placed.kind !== 'taken') break",
    by: 'break',
    test: again,
  },
  {
    defense: 'a paid cart is told before a plan that runs',
    out: 'assertUnpaid(world.checkout, order, earlier)',
    by: '',
    test: again,
  },
  {
    defense: 'a page that is over is begun again',
    out: "if (status === 'expired') return { kind: 'over' }",
    by: "if (status === 'expired') return { kind: 'open', session: id, url: String(url) }",
    test: again,
  },
  {
    defense: 'nothing is sold without what ended',
    out: 'if (lines.length < items.length) throw offerUnknown(gone)',
    by: 'if (lines.length === 0) throw offerUnknown(gone)',
    test: 'tests/doors/checkout/cart.test.ts',
  },
  {
    defense: 'two currencies are no one order',
    out: 'if (values.length > 1) throw new GatewayError(code,',
    by: 'if (values.length > 9) throw new GatewayError(code,',
    test: 'server/rules/checkout/judge-lines.test.ts',
  },
  {
    defense: 'a link joins a cart only by a press, and adds nothing up',
    out: 'return withQuantity(lines, price, Math.max(held, quantity))',
    by: 'return withQuantity(lines, price, held + quantity)',
    test: 'web/cart/cart.test.ts',
  },
  {
    defense: 'an answer about other lines begins no other order of the cart',
    out: 'const isOurs = id === cart.id && asked.id === cart.id && areSame(asked.lines, cart.lines)',
    by: 'const isOurs = id === cart.id',
    test: 'web/cart/cart.test.ts',
  },
  {
    defense: 'a cart that was changed meanwhile is not overwritten',
    out: 'where kept.account_id = mine and kept.version = save_my_cart.seen;',
    by: 'where kept.account_id = mine;',
    test: 'tests/database/carts.test.ts',
  },
]
