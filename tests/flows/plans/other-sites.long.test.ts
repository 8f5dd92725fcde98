import { afterAll, beforeAll, describe, expect } from 'vitest'
import { forgetGateway } from '#server/wiring.ts'
import { text } from '../../../web/words/en.ts'
import { test, useSite } from '../browser/flow.ts'
import type { HostPage } from '../browser/host-page.ts'
import { startHostPage } from '../browser/host-page.ts'
import { chooses, seesPlans } from './shop-window.ts'

const site = useSite('built', 8933)

describe('the prices on another site', () => {
  let host: HostPage
  beforeAll(async () => {
    host = await startHostPage(site.origin)
  })
  afterAll(() => host.close())

  /** The owner allows these origins; the doors read the environment again. */
  function allow(origins: string) {
    process.env['ALLOWED_ORIGINS'] = origins
    forgetGateway()
  }

  test('that the owner allows are bought there, and lead back there', async () => {
    allow(host.origin)
    const visitor = await site.visitor({ alsoAsks: [host.origin] })
    const { page } = visitor
    await page.goto(`${host.origin}/prices?for=ignored#tab=2`)
    await seesPlans(page, 'offers')
    expect(await page.locator('[data-account]').count()).toBe(0)
    await chooses(site, visitor, 'Export pack')
    await page.getByLabel('Email address').fill('elsewhere@example.com')
    await page.getByRole('button', { name: 'Pay' }).click()
    await seesPlans(page, 'purchase')
    expect(new URL(page.url()).origin).toBe(host.origin)
    expect(page.url()).not.toContain('bought')
    expect(await page.locator('[data-items]').innerText()).toContain(text.purchase.works)
  })

  test('that the owner does not know say so, with the line to set', async () => {
    allow('')
    const { page, mayHear } = await site.visitor({ alsoAsks: [host.origin] })
    mayHear(/CORS policy|ERR_FAILED|status of 405/)
    await page.goto(`${host.origin}/prices`)
    await seesPlans(page, 'not-set-up')
    expect(await page.locator('[data-missing] code').innerText()).toBe(
      `ALLOWED_ORIGINS=${host.origin}`,
    )
  })
})
