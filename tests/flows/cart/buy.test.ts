import { expect } from 'vitest'
import { test, useSite } from '../browser/flow.ts'
import { followsCartLink, kept, lineOf, priceOf, seesCart } from './fill-cart.ts'

const site = useSite('built', 8937)
/** Those of the page: the shop has older ones. */
const orders = () =>
  site.stripe.checkoutSessions().filter(({ integration_identifier: by }) => by === 'portal-gateway')

test('a cart is filled by a link, followed by a second tab, paid once, and empty afterwards', async () => {
  const { page, context, press } = await site.visitor()
  const [exports, drawings] = [
    await priceOf(site, 'Export pack', null),
    await priceOf(site, 'Drawing pack', null),
  ]
  await followsCartLink(site, page, `${exports}*2,${drawings}`)
  expect(page.url()).toBe(`${site.origin}/cart`)
  const before = orders().length
  await page.locator('[data-subtotal]', { hasText: '€35.00' }).waitFor()

  const other = await context.newPage()
  await other.goto(`${site.origin}/cart`)
  await seesCart(other, 'cart')
  await lineOf(page, exports).getByRole('spinbutton').fill('3')
  await lineOf(page, exports).getByRole('spinbutton').press('Tab')
  await other.locator('[data-subtotal]', { hasText: '€50.00' }).waitFor()
  await lineOf(other, drawings).locator('[data-action="remove"]').click()
  await lineOf(page, drawings).waitFor({ state: 'detached' })

  for (const tab of [page, other]) {
    await tab.locator('[data-action="pay"]').click()
    await tab.waitForURL(/\/_local\/stripe\//)
  }
  expect(orders()).toHaveLength(before + 1)
  expect(other.url()).toBe(page.url())
  await page.getByLabel('Email address').fill('ada@example.com')
  await page.getByRole('button', { name: 'Pay' }).click()
  await seesCart(page, 'purchase')
  expect((await kept(page))?.lines).toEqual([])
  await press('see-cart')
  await seesCart(page, 'cart')
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Your cart is empty')
})

test('whoever presses in a tab that has not heard that the cart is paid sees the order, and pays nothing', async () => {
  const { page, mayHear } = await site.visitor()
  mayHear(/status of 409/)
  const before = orders().length
  const price = await priceOf(site, 'Drawing pack', null)
  await followsCartLink(site, page, price)
  await page.locator('[data-action="pay"]').click()
  await page.waitForURL(/\/_local\/stripe\//)
  const [order] = orders()
  await page.goto(`${site.origin}/cart`)
  await seesCart(page, 'cart')
  // In another window, which is closed before it comes back.
  site.stripe.payCheckout(order!.id, { email: 'ada@example.com' })
  await page.locator('[data-action="pay"]').click()
  await seesCart(page, 'purchase')
  expect((await kept(page))?.lines).toEqual([])
  expect(orders()).toHaveLength(before + 1)
})
