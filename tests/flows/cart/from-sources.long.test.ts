import { expect } from 'vitest'
import { test, useSite } from '../browser/flow.ts'
import { followsCartLink, kept, priceOf } from './fill-cart.ts'

const site = useSite('dev', 8941)

test('the cart works from the sources, as in npm run dev', async () => {
  const { page } = await site.visitor()
  const price = await priceOf(site, 'Drawing pack', null)
  await followsCartLink(site, page, `${price}*2`)
  await page.locator('[data-subtotal]', { hasText: '€10.00' }).waitFor()
  expect((await kept(page))?.lines).toEqual([{ price, quantity: 2 }])
})
