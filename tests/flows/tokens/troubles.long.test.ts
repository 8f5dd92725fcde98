import type { Page } from 'playwright-core'
import { afterEach, describe, expect, vi } from 'vitest'
import { text } from '../../../web/words/account/en.ts'
import { text as general } from '../../../web/words/en.ts'
import { give } from '../browser/credits.ts'
import { test, useSite } from '../browser/flow.ts'
import { atTokens, fillsIn, insistsOn, makes, opensTokens, rowOf } from './at-tokens.ts'

const site = useSite('built', 8966)
afterEach(() => void vi.useRealTimers())
const { tokens: words } = text
const minute = 60_000

const section = (page: Page) => page.locator('[data-tokens]')

/** Signs in with credits, and has the closed section before them. */
async function atClosed(email: string) {
  await give(site, { email, credits: 5 })
  const visitor = await site.signedIn(email)
  await visitor.page.locator('[data-action="show-tokens"]').waitFor()
  return visitor
}

describe('whoever can’t have credits', () => {
  const sells = (page: Page, offers: object[]) =>
    page.route('**/api/offers', (route) => route.fulfill({ json: { offers, updatedAt: null } }))

  async function arrives(offers: object[]) {
    const visitor = await site.visitor()
    const { page } = visitor
    await sells(page, offers)
    const { accessToken } = await site.supabase.signIn('nobody@example.com')
    const asked = page.waitForRequest('**/api/offers')
    await visitor.arrives(accessToken)
    await (await asked).response()
    await page.waitForLoadState('networkidle')
    return page
  }

  test('reads of no tokens', async () => {
    const page = await arrives([{ credits: null, creditsPer100: null }])
    expect(await section(page).isVisible()).toBe(false)
    expect(await section(page).innerText()).toBe('')
  })

  test('and whoever can, but has none yet, finds a quiet way to them', async () => {
    const page = await arrives([{ credits: 5, creditsPer100: null, interval: null }])
    await section(page).locator('[data-action="show-tokens"]').waitFor()
    expect(await section(page).locator('form').count()).toBe(0)
  })
})

describe('what is typed', () => {
  test.for([
    ['no name', { name: ' ' }, 'token-name', words.nameEmpty],
    ['a long name', { name: 'a'.repeat(101) }, 'token-name', words.nameLong],
    ['half a credit', { name: 'a', limit: '0.5' }, 'token-limit', '1,000,000,000,000'],
    ['too many', { name: 'a', limit: '1000000000001' }, 'token-limit', '1,000,000,000,000'],
    [
      'a day that is over',
      { name: 'a', lastDay: '2020-01-01' },
      'token-last-day',
      words.lastDayPast,
    ],
  ] as const)(
    '%s is said beside its field, and nothing is asked',
    async ([, filled, field, said]) => {
      const visitor = await atTokens(site, 'typist@example.com')
      const { page, press } = visitor
      let asked = 0
      page.on('request', () => (asked += 1))
      await fillsIn(page, filled)
      await press('make-token')
      await page.locator('[data-make] [data-summary]:focus').waitFor()
      const input = page.locator(`[data-field="${field}"]`)
      expect(await input.getAttribute('aria-invalid')).toBe('true')
      expect(await page.locator(`[data-error="${field}"]`).innerText()).toContain(said)
      expect(await input.getAttribute('aria-describedby')).toContain(`${field}-error`)
      await page.locator(`[data-summary] [data-for="${field}"]`).click()
      expect(await input.evaluate((each) => each.matches(':focus'))).toBe(true)
      expect(asked).toBe(0)
      // What is right now is no longer complained of.
      await makes(visitor, { name: 'right' })
      expect(await input.getAttribute('aria-invalid')).toBe(null)
    },
  )

  test('half a date is not taken for none', async () => {
    const { page, press } = await atTokens(site, 'half@example.com')
    await fillsIn(page, { name: 'half' })
    await page.locator('[data-field="token-last-day"]').focus()
    await page.keyboard.type('12')
    await press('make-token')
    await page.locator('[data-make] [data-summary]:focus').waitFor()
    expect(await page.locator('[data-error="token-last-day"]').innerText()).toBe(words.lastDayWrong)
  })

  test('a day that is over only by the door’s clock is said beside its field as well', async () => {
    const { page, press, mayHear } = await atTokens(site, 'behind@example.com')
    mayHear(/status of 400/)
    await page.clock.setFixedTime('2025-06-15T12:00:00Z')
    await fillsIn(page, { name: 'late', lastDay: '2025-06-16' })
    await press('make-token')
    await page.locator('[data-make] [data-summary]:focus').waitFor()
    expect(await page.locator('[data-error="token-last-day"]').innerText()).toBe(words.lastDayPast)
  })
})

describe('tokens that can’t be loaded', () => {
  test.for([
    ['the door fails', 'internal', 500],
    ['the network fails', 'offline', null],
  ] as const)('are unknown, not none, where %s', async ([, code, status]) => {
    const { page, press, meets, mayHear } = await atClosed('unlucky@example.com')
    mayHear(/status of 500|ERR_FAILED/)
    await page.route('**/api/tokens', (route) =>
      status === null ? route.abort() : route.fulfill({ status, body: '{}' }),
    )
    await press('show-tokens')
    await meets(code)
    const said = await section(page).innerText()
    expect(said).toContain(words.unknown)
    expect(said).not.toContain(words.none)
    await page.unroute('**/api/tokens')
    await press('show-tokens')
    await page.getByText(words.none).waitFor()
    expect(await page.locator('[data-summary]:visible').count()).toBe(0)
  })

  test('because of the database are not said to be billing accounts', async () => {
    const { page, press, meets, mayHear } = await atClosed('outage@example.com')
    mayHear(/status of 502/)
    site.supabase.control({ faults: [{ path: '/rest/v1/rpc/my_tokens', status: 503 }] })
    await press('show-tokens')
    await meets('database_unavailable')
    expect(await section(page).innerText()).toContain(words.unreachable)
    expect(await section(page).innerText()).not.toContain(general.faults.lookup)
  })

  test('because their code doesn’t come can be asked for again', async () => {
    const visitor = await atClosed('cut@example.com')
    const { page, press, meets, mayHear } = visitor
    mayHear(/ERR_FAILED|Failed to fetch/)
    await page.route('**/show-tokens-*.js', (route) => route.abort())
    await press('show-tokens')
    await meets('offline')
    await page.unroute('**/show-tokens-*.js')
    await opensTokens(visitor)
  })

  test('don’t depend on whether the balance is known', async () => {
    const visitor = await site.visitor()
    visitor.mayHear(/status of 500/)
    await visitor.page.route('**/rpc/my_account', (route) =>
      route.fulfill({ status: 500, body: '{}' }),
    )
    const { accessToken } = await site.supabase.signIn('dark@example.com')
    await visitor.arrives(accessToken)
    await visitor.page.getByText(text.balance.unknown).waitFor()
    await opensTokens(visitor)
  })
})

test('a sign-in that is too old leads to a new one', async () => {
  const { press, sees, mayHear } = await atClosed('old@example.com')
  mayHear(/status of 401/)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31 * minute })
  await press('show-tokens')
  await sees('session-ended')
})

test('one that was ended elsewhere is said to have ended, and is no longer listed', async () => {
  const visitor = await atTokens(site, 'elsewhere@example.com')
  const { page, meets, mayHear } = visitor
  mayHear(/status of 404/)
  await makes(visitor, { name: 'gone' })
  await site.supabase.database.query(
    `update private.api_tokens set ended_at = now() where name = 'gone'`,
  )
  await insistsOn(page, 'gone', 'replace')
  await meets('token_unknown')
  expect(await section(page).locator('[data-summary]:focus').innerText()).toContain(words.gone)
  await page.getByText(words.none).waitFor()
})

test('too many are said to be too many', async () => {
  const visitor = await atTokens(site, 'collector@example.com')
  const { page, press, meets, mayHear } = visitor
  mayHear(/status of 429/)
  await makes(visitor, { name: 'first' })
  await site.supabase.database.query(
    `insert into private.api_tokens (hash, livemode, account_id, name, last_four, ended_at)
     select sha256(i::text::bytea), livemode, account_id, 'many', '0000', now()
     from private.api_tokens, generate_series(1, 1999) as i where name = 'first'`,
  )
  await fillsIn(page, { name: 'one more' })
  await press('make-token')
  await meets('rate_limited')
  expect(await page.locator('[data-make] [data-summary]').innerText()).toContain(words.full)
  expect(await page.locator('[data-field="token-name"]').inputValue()).toBe('one more')
})

test('one whose answer got lost is in the list, and can be ended', async () => {
  const { page, press, meets, mayHear } = await atTokens(site, 'lost@example.com')
  mayHear(/ERR_FAILED/)
  await page.route('**/api/tokens', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    await route.fetch()
    await route.abort()
  })
  await fillsIn(page, { name: 'lost' })
  await press('make-token')
  await meets('offline')
  await rowOf(page, 'lost').waitFor()
  await insistsOn(page, 'lost', 'end')
  await page.getByText(words.none).waitFor()
})

test('an end that was not answered is not taken for one', async () => {
  const visitor = await atTokens(site, 'captive@example.com')
  const { page, meets } = visitor
  await makes(visitor, { name: 'alive' })
  await page.route('**/api/tokens', (route) =>
    route.request().method() === 'DELETE'
      ? route.fulfill({ status: 200, contentType: 'text/html', body: '<p>Welcome to our hotel' })
      : route.continue(),
  )
  await insistsOn(page, 'alive', 'end')
  await meets('answer_unreadable')
  expect(await rowOf(page, 'alive').count()).toBe(1)
})
