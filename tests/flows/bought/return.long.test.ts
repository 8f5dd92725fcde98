import { afterAll, beforeAll, describe, expect } from 'vitest'
import { forgetGateway } from '#server/wiring.ts'
import { text as german } from '../../../web/words/de.ts'
import { text } from '../../../web/words/en.ts'
import { test, useSite } from '../browser/flow.ts'
import type { HostPage } from '../browser/host-page.ts'
import { startHostPage } from '../browser/host-page.ts'
import { buy, buyOnce, putUpForSale } from '../browser/shop.ts'
import type { Visitor } from '../browser/visitor.ts'

const site = useSite('built', 8935)

const returned = (id: string) => `${site.origin}/#bought=${id}`
const heading = ({ page }: Visitor) => page.locator('[data-heading]').innerText()
const openOrder = () => {
  const { link } = putUpForSale(site, { name: 'Book', access: 'book', isPlan: false })
  return site.stripe.followLink(link.id).id
}
const chargeOf = () => site.stripe.charges()[0]!.id

describe('whoever comes back', () => {
  test('before paying can ask again, and then has it', async () => {
    const visitor = await site.visitor()
    const { page, press } = visitor
    const id = openOrder()
    await page.goto(returned(id))
    await page.locator('[data-order="open"]').waitFor()
    expect(await heading(visitor)).toBe(text.purchase.open)
    site.stripe.payCheckout(id, { email: 'late@example.com' })
    await press('check-again')
    await page.locator('[data-order="paid"]').waitFor()
    await page.locator('[data-heading]:focus').waitFor()
  })

  test('to an order that can no longer be paid, or was refunded, is told so', async () => {
    const visitor = await site.visitor({ locale: 'de-DE' })
    const { page } = visitor
    const id = openOrder()
    site.stripe.expireCheckout(id)
    await page.goto(returned(id))
    await page.locator('[data-order="expired"]').waitFor()
    expect(await heading(visitor)).toBe(german.purchase.expired)

    const refunded = buyOnce(site)
    site.stripe.refundCharge(chargeOf())
    await page.goto(returned(refunded))
    await page.locator('[data-order="paid"]').waitFor()
    expect(await heading(visitor)).toBe(german.purchase.none)
    expect(await page.locator('[data-items]').innerText()).toContain(german.purchase.noAccess)
  })

  test('more than an hour later, or with an id of nobody, is told to sign in', async () => {
    const visitor = await site.visitor()
    const { page, meets, press, sees, mayHear } = visitor
    mayHear(/status of (404|410)/)
    await page.goto(returned(anHourOld()))
    await meets('session_expired')
    expect(await heading(visitor)).toBe(text.purchase.over)
    for (const nobodys of [`cs_test_${'b'.repeat(58)}`, '%7BCHECKOUT_SESSION_ID%7D']) {
      await page.goto(returned(nobodys))
      await meets('session_unknown')
      expect(page.url()).toBe(`${site.origin}/`)
    }
    await press('manage')
    await sees('sign-in')
  })

  test('while Stripe is down can try again, and is not told that the payment failed', async () => {
    const id = buyOnce(site)
    site.stripe.control({ faults: [{ status: 500 }] })
    const { page, meets, press, mayHear } = await site.visitor()
    mayHear(/status of 502/)
    await page.goto(returned(id))
    await meets('stripe_unavailable')
    await page.getByText(text.purchase.safe).waitFor()
    site.stripe.resetControl()
    await press('retry')
    await page.locator('[data-order="paid"]').waitFor()
  })

  test('with a payment that takes days is watched for a while, and can then ask', async () => {
    const { page, press } = await site.visitor()
    await page.clock.install()
    await page.goto(returned(buyOnce(site, { method: 'bank' })))
    await page.locator('[data-order="processing"]').waitFor()
    for (const seconds of [2, 3, 5, 8, 13, 21, 34, 55]) {
      const answered = page.waitForResponse(/api\/purchase/)
      await page.clock.runFor(seconds * 1000 + 10)
      await (await answered).finished()
    }
    await page.getByText(text.purchase.stopped).first().waitFor()
    await press('check-again')
    await page.locator('[data-heading]:focus').waitFor()
    await page.getByText(text.purchase.watching).waitFor()
  })

  test('signed in goes on to their billing', async () => {
    await site.sell('both@example.com', 'Studio')
    const { page, press, sees } = await site.signedIn('both@example.com')
    // A link that is pasted into this very tab changes only the fragment.
    await page.evaluate((id) => (location.hash = `bought=${id}`), buyOnce(site))
    await page.locator('[data-order="paid"]').waitFor()
    expect(page.url()).toBe(`${site.origin}/`)
    await press('manage')
    await sees('links')
    await page.reload()
    await sees('links')
  })

  test('by the query is told the same, and the rest of the query stays', async () => {
    const { page } = await site.visitor()
    const id = buy(site, putUpForSale(site, { name: 'Pro', access: 'pro', isPlan: true }))
    await page.goto(`${site.origin}/?lang=fr&bought=${id}`)
    await page.locator('[data-order="paid"]').waitFor()
    expect(page.url()).toBe(`${site.origin}/?lang=fr`)
    const past = await page.evaluate(() => JSON.stringify([history.length, document.referrer]))
    expect(past).not.toContain(id)
  })

  test('is forgotten an hour later, and once they go on', async () => {
    const { page, sees, press } = await site.visitor()
    await page.clock.install()
    await page.goto(returned(buyOnce(site)))
    await page.locator('[data-order="paid"]').waitFor()
    await page.clock.fastForward('01:00:01')
    await page.reload()
    await sees('sign-in')
    await page.goto(returned(buyOnce(site)))
    await sees('purchase')
    await press('manage')
    await sees('sign-in')
    await page.reload()
    await sees('sign-in')
  })
})

/** An order that was paid more than an hour ago. */
function anHourOld(): string {
  const { price } = putUpForSale(site, { name: 'Book', access: 'book', isPlan: false })
  const created = Math.floor(Date.now() / 1000) - 3_700
  return site.stripe.createSale({ email: 'old@example.com', lines: [{ price }], created }).id
}

describe('in a page of another site', () => {
  let host: HostPage
  beforeAll(async () => {
    host = await startHostPage(site.origin)
  })
  afterAll(() => host.close())

  test('the order is taken from its address, and what is no order stays there', async () => {
    process.env['ALLOWED_ORIGINS'] = host.origin
    forgetGateway()
    const { page, sees } = await site.visitor({ alsoAsks: [host.origin] })
    await page.goto(`${host.origin}/bare?a=1#bought=${buyOnce(site)}`)
    await page.locator('[data-order="paid"]').waitFor()
    expect(page.url()).toBe(`${host.origin}/bare?a=1`)
    await page.evaluate(() => sessionStorage.clear())
    await page.goto(`${host.origin}/bare?bought=yes`)
    await sees('sign-in')
    expect(page.url()).toBe(`${host.origin}/bare?bought=yes`)
  })
})
