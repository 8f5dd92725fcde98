import { expect } from 'vitest'
import { test, useSite } from '../browser/flow.ts'
import { followsCartLink, kept, lineOf, priceOf } from './fill-cart.ts'

const site = useSite('built', 8938)

test('a link joins a cart that is filled only by a press, and adds up nothing', async () => {
  const { page } = await site.visitor()
  const [exports, drawings] = [
    await priceOf(site, 'Export pack', null),
    await priceOf(site, 'Drawing pack', null),
  ]
  await followsCartLink(site, page, `${exports}*2`)
  await followsCartLink(site, page, `${exports}*2,${drawings}*3`)
  await page.locator('[data-suggested]').waitFor()
  expect((await kept(page))?.lines).toEqual([{ price: exports, quantity: 2 }])
  await page.locator('[data-action="leave"]').click()
  await page.locator('[data-suggested]').waitFor({ state: 'detached' })
  expect((await kept(page))?.lines).toHaveLength(1)
  await followsCartLink(site, page, `${exports},${drawings}*3`)
  await page.locator('[data-action="add"]').click()
  await lineOf(page, drawings).waitFor()
  expect((await kept(page))?.lines).toEqual([
    { price: exports, quantity: 2 },
    { price: drawings, quantity: 3 },
  ])
})

test('what needs an order of its own is not added, and the page says so', async () => {
  const { page } = await site.visitor()
  const [month, year] = [await priceOf(site, 'Pro', 'month'), await priceOf(site, 'Pro', 'year')]
  await followsCartLink(site, page, month)
  await followsCartLink(site, page, year)
  await page.locator('[data-action="add"]').click()
  await page.locator('[data-live]', { hasText: 'Pro' }).waitFor({ state: 'attached' })
  expect((await kept(page))?.lines).toEqual([{ price: month, quantity: 1 }])
})

test('what is no order together says so, and nothing is begun', async () => {
  const { page, mayHear } = await site.visitor()
  mayHear(/409/)
  const [month, year] = [await priceOf(site, 'Pro', 'month'), await priceOf(site, 'Pro', 'year')]
  await followsCartLink(site, page, `${month},${year}`)
  const before = site.stripe.checkoutSessions().length
  await page.locator('[data-action="pay"]').click()
  await page.locator('[data-summary][data-code="rhythms_mixed"]').waitFor()
  expect(site.stripe.checkoutSessions()).toHaveLength(before)
})

test('a price that ended is struck out, and what there is instead is taken by a press only', async () => {
  const { page } = await site.visitor()
  const drawings = await priceOf(site, 'Drawing pack', null)
  await followsCartLink(site, page, `${drawings}*2`)
  const { product } = site.stripe.price(drawings)
  const metadata = { offer: 'yes' }
  const { id } = site.stripe.createPrice({
    product: product as string,
    recurring: null,
    currency: 'eur',
    unit_amount: 700,
    metadata,
  })
  site.stripe.updatePrice(drawings, { metadata: { offer: 'no' } })
  await site.stripe.settled()
  await page.reload()
  await page.locator(`[data-ended][data-price="${drawings}"]`).waitFor()
  expect((await kept(page))?.lines).toEqual([{ price: drawings, quantity: 2 }])
  await page.locator('[data-action="take"]').click()
  await lineOf(page, id).waitFor()
  expect((await kept(page))?.lines).toEqual([{ price: id, quantity: 2 }])
})

test('a browser that refuses storage says that the cart lasts until the page is left', async () => {
  const { page } = await site.visitor()
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new Error('refused')
      },
    })
  })
  await followsCartLink(site, page, await priceOf(site, 'Export pack', null))
  await page.locator('[data-not-kept]').waitFor()
  await page.locator('[data-subtotal]', { hasText: '€15.00' }).waitFor()
})
