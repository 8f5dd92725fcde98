import { expect } from 'vitest'
import { test, useSite } from './browser/flow.ts'

const site = useSite('built', 8998)
const email = 'many@example.com'

test('150 billing accounts: ended ones are folded, one is found by what is on it, and its place is kept', async () => {
  const product = site.stripe.createProduct({ name: 'Zürich Lamp' }).id
  const price = site.stripe.createPrice({ product, unit_amount: 900, currency: 'eur' }).id
  const customers = await site.knownCustomers(email, 150)
  for (const customer of customers.slice(0, 30))
    site.stripe.createSubscription({ customer, items: [{ price, quantity: 1 }] })
  const { page, press } = await site.signedIn(email)
  while ((await page.locator('[data-action="show-more"]').count()) > 0) {
    const shown = await page.locator('[data-link]').count()
    await press('show-more')
    await page.waitForFunction(
      (before) =>
        [...document.querySelectorAll('manage-billing')].some(
          ({ shadowRoot }) =>
            shadowRoot!.querySelectorAll('[data-link]').length > before ||
            shadowRoot!.querySelector('[data-action="show-more"]') === null,
        ),
      shown,
    )
  }
  const seen = () =>
    page
      .locator('[data-link]')
      .evaluateAll((cards) => cards.filter((card) => card.checkVisibility()).length)
  expect(await page.locator('[data-link]').count()).toBe(150)
  expect(await seen()).toBe(30)
  await page.getByText('120 billing accounts without an active subscription').click()
  expect(await seen()).toBe(150)

  const find = page.getByLabel('Find a billing account')
  await find.fill('zurich')
  expect(await seen()).toBe(30)
  await find.fill('person 149')
  expect(await seen()).toBe(1)
  expect(await page.locator('[data-live]').innerText()).toBe('1 billing account found')
  await find.fill('')

  await find.fill('person 27')
  const [card] = await page.locator('[data-link]:not([hidden])').all()
  const customer = (await card!.getAttribute('data-link'))!
  await press('open-portal', customer)
  await page.waitForURL(/\/portal\//)
  await page.getByRole('link', { name: /^Return/ }).click()
  await page.locator(`[data-link="${customer}"] h2:focus`).waitFor()
})

test('a word of any length stays inside its card, at 320 pixels', async () => {
  const name = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
  const { id: customer } = site.stripe.createCustomer({ email: 'long@example.com', name })
  const product = site.stripe.createProduct({ name: name.repeat(2) }).id
  const price = site.stripe.createPrice({ product }).id
  site.stripe.createSubscription({ customer, items: [{ price, quantity: 1 }] })
  await site.stripe.settled()
  const viewport = { width: 320, height: 600 }
  const { page } = await site.signedIn('long@example.com', { viewport })
  expect(await page.locator('[data-link]').innerText()).toContain(name)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
})
