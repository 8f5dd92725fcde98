import { afterAll, afterEach, expect, test } from 'vitest'
import { closeBareProject } from '#tests/stand-ins/management/bare-project.ts'
import type { Shop } from './shop/bare-shop.ts'
import { openBareShop } from './shop/bare-shop.ts'
import { expectGreen, rowsOf } from './shop/expect-shop.ts'

let shop: Shop
afterEach(() => shop?.close())
afterAll(closeBareProject)

/** More calls than a set-up makes: the loop must end before. */
const most = 60

async function expectWhole(): Promise<void> {
  await expectGreen(shop)
  const ours = shop.stripe.configurations().filter(({ metadata }) => metadata?.portal_gateway)
  expect(ours).toHaveLength(1)
  expect(await rowsOf(shop, 'stripe_customers')).toHaveLength(3)
}

test.each(['before', 'after'] as const)(
  'killed %s a call again and again, each run goes on, and the last is green',
  async (when) => {
    shop = await openBareShop()
    let runs = 0
    for (;;) {
      // One to four calls each run, and the next is not made, or its answer is lost. Always one alone would not do: the
      // site's secrets can't be read back, so they are set again until it is written down which they are.
      const at = 2 + (runs % 4)
      const end = await shop.runUntil({ at, when }, ['setup', '--yes'])
      runs += 1
      expect(runs).toBeLessThan(most)
      if (end === null) continue
      expect(end.code, end.out + end.err).toBe(0)
      break
    }
    console.info(`${runs} runs, ${shop.tripwire.writes.length} calls (${when})`)
    await expectWhole()
  },
)

test.each(['before', 'after'] as const)(
  'killed once %s any call, a second run ends green',
  async (when) => {
    for (let at = 1; at < most; at += 1) {
      shop = await openBareShop()
      const end = await shop.runUntil({ at, when }, ['setup', '--yes'])
      if (end !== null) {
        expect(end.code, end.out + end.err).toBe(0)
        expect(at).toBeGreaterThan(5)
        return
      }
      const next = await shop.run(['setup', '--yes'])
      expect(next.code, `at ${at}: ${next.out}${next.err}`).toBe(0)
      await expectWhole()
      await shop.close()
    }
    throw new Error('a set-up makes more calls than that?')
  },
)
