import { expect } from 'vitest'
import { text } from '../../../web/words/account/en.ts'
import { give } from '../browser/credits.ts'
import { focused, reach } from '../browser/keyboard.ts'
import { test, useSite } from '../browser/flow.ts'
import { makeToken, readWith, spendWith } from '../browser/tokens.ts'
import { atTokens, fillsIn, insistsOn, makes, opensTokens, rowOf, shownToken } from './at-tokens.ts'

const site = useSite('built', 8964)
const { tokens: words } = text
const slow = { timeout: 30_000 }

/** What the account has, by a token; the status, where it is refused. */
async function balanceWith(token: string): Promise<number> {
  const response = await readWith(site, token)
  if (response.status !== 200) return response.status
  return ((await response.json()) as { balance: number }).balance
}

test('a token is made, copied and spent, replaced without losing its count, and ended', async () => {
  const email = 'life@example.com'
  const visitor = await atTokens(site, email, {
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const { page, press } = visitor
  const first = await makes(visitor, { name: 'my agent', limit: '10' })
  expect(first).toMatch(/^pg_test_[0-9A-Za-z]{38}$/)
  expect(await page.locator('[data-made]').innerText()).toContain('10 credits')
  await press('copy')
  await page.getByText('Copied').first().waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(first)
  expect(await balanceWith(first)).toBe(100)
  expect(await spendWith(site, first, 3)).toBe('charged')
  expect(await spendWith(site, first, 8)).toBe('token_limit_reached')

  await page.reload()
  await opensTokens(visitor)
  expect(await page.locator('[data-token-text]').count()).toBe(0)
  const row = rowOf(page, 'my agent')
  expect(await row.innerText()).toContain('3 of 10 credits spent')
  expect(await row.innerText()).toContain(`ending ${first.slice(-4)}`)
  expect(await row.innerText()).toContain('Last used on')

  await insistsOn(page, 'my agent', 'replace')
  const second = await shownToken(page)
  expect(second).not.toBe(first)
  expect(await balanceWith(first)).toBe(401)
  expect(await spendWith(site, first, 1)).toBe('token_unknown')
  expect(await balanceWith(second)).toBe(97)
  expect(await spendWith(site, second, 8)).toBe('token_limit_reached')
  expect(await page.locator('[data-token]').count()).toBe(1)
  expect(await row.innerText()).toContain('3 of 10 credits spent')
  expect(await row.innerText()).toContain(`ending ${second.slice(-4)}`)
  expect(await spendWith(site, second, 7)).toBe('charged')

  await insistsOn(page, 'my agent', 'end')
  await page.locator('[data-tokens] h2:focus').waitFor()
  expect(await balanceWith(second)).toBe(401)
  expect(await page.locator('[data-token]').count()).toBe(0)
  expect(await page.locator('[data-made]').isVisible()).toBe(false)
  await page.getByText(words.none).waitFor()
})

test('with a limit of 0 a token reads and spends nothing', async () => {
  const visitor = await atTokens(site, 'reader@example.com')
  const token = await makes(visitor, { name: 'reader', limit: '0' })
  expect(await visitor.page.locator('[data-made]').innerText()).toContain(words.spendsNothing)
  expect(await rowOf(visitor.page, 'reader').innerText()).toContain(words.reads)
  expect(await balanceWith(token)).toBe(100)
  expect(await spendWith(site, token, 1)).toBe('token_limit_reached')
})

test('without a limit it spends all there is', async () => {
  const visitor = await atTokens(site, 'all@example.com')
  const token = await makes(visitor, { name: 'everything' })
  expect(await visitor.page.locator('[data-made]').innerText()).toContain(words.spendsAll)
  expect(await spendWith(site, token, 100)).toBe('charged')
})

test.for([
  ['America/Los_Angeles', '2035-03-02T07:59:59.999Z'],
  ['Pacific/Kiritimati', '2035-03-01T09:59:59.999Z'],
] as const)('its last day ends at midnight in %s', async ([timezoneId, end]) => {
  const name = `day in ${timezoneId}`
  const visitor = await atTokens(site, 'days@example.com', { timezoneId })
  await makes(visitor, { name, lastDay: '2035-03-01' })
  expect(await rowOf(visitor.page, name).innerText()).toContain('Until 1 March 2035')
  const { rows } = await site.supabase.database.query<{ at: Date }>(
    'select expires_at as at from private.api_tokens where name = $1',
    [name],
  )
  expect(rows[0]!.at.toISOString()).toBe(end)
})

test('one that has expired says so, and gets no new secret', async () => {
  const email = 'expired@example.com'
  await give(site, { email, credits: 5 })
  const { accessToken } = await site.supabase.signIn(email)
  const { token } = await makeToken(site, accessToken, { name: 'old one' })
  await site.supabase.database.query(
    `update private.api_tokens set expires_at = now() - interval '2 days' where name = 'old one'`,
  )
  const visitor = await site.visitor()
  await visitor.arrives(accessToken)
  await opensTokens(visitor)
  const row = rowOf(visitor.page, 'old one')
  expect(await row.innerText()).toContain('Expired on')
  expect(await row.locator('[data-action="replace"]').count()).toBe(0)
  expect(await balanceWith(token)).toBe(401)
  await insistsOn(visitor.page, 'old one', 'end')
  await expect.poll(() => row.count(), slow).toBe(0)
})

test('a press is answered once, and no other one meanwhile', async () => {
  const visitor = await atTokens(site, 'twice@example.com')
  const { page } = visitor
  await makes(visitor, { name: 'first' })
  const { promise, resolve } = Promise.withResolvers<void>()
  let asked = 0
  await page.route('**/api/tokens', async (route) => {
    asked += 1
    await promise
    await route.continue()
  })
  await fillsIn(page, { name: 'second' })
  const button = page.locator('[data-action="make-token"]')
  await button.click()
  await expect.poll(() => asked, slow).toBe(1)
  await button.click()
  await insistsOn(page, 'first', 'replace')
  resolve()
  await page.getByText('Your token “second”').waitFor()
  expect(await page.locator('[data-token]').count()).toBe(2)
  expect(asked).toBe(1)
})

test('where nothing can be copied, the whole token is selected', async () => {
  const visitor = await atTokens(site, 'selects@example.com')
  const { page, press } = visitor
  const token = await makes(visitor, { name: 'selected' })
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('not here'))
  })
  const selected = () => page.evaluate(() => getSelection()?.toString())
  await press('copy')
  await expect.poll(selected, slow).toBe(token)
  expect(await page.locator('[data-action="copy"]').innerText()).toBe('Copy')
})

test('what is asked again after the portal leaves a token that is shown', async () => {
  const email = 'portal@example.com'
  await site.sell(email, 'Plan')
  await give(site, { email, credits: 3 })
  const visitor = await site.signedIn(email)
  const { page, press, sees } = visitor
  await sees('links')
  await press('open-portal')
  await page.waitForURL(/\/portal\//)
  await page.getByRole('link', { name: /^Return/ }).click()
  const { promise, resolve } = Promise.withResolvers<void>()
  let count = 0
  await page.route('**/rpc/my_account', async (route) => {
    count += 1
    if (count > 1) await promise
    await route.continue()
  })
  await opensTokens(visitor)
  const token = await makes(visitor, { name: 'kept' })
  const again = page.waitForResponse(/rpc\/my_account/)
  resolve()
  await (await again).finished()
  await page.waitForLoadState('networkidle')
  expect(await shownToken(page)).toBe(token)
})

test('everything is done by keyboard', async () => {
  const email = 'keys@example.com'
  await give(site, { email, credits: 100 })
  const { page } = await site.signedIn(email)
  const { keyboard } = page
  await page.locator('[data-action="show-tokens"]').waitFor()
  await reach(page, { action: 'show-tokens' })
  await keyboard.press('Enter')
  await page.locator('[data-tokens] h2:focus').waitFor()
  await reach(page, { field: 'token-name' })
  await keyboard.type('typed')
  await keyboard.press('Tab')
  await keyboard.type('12')
  await keyboard.press('Enter')
  const token = await shownToken(page)
  expect(await page.evaluate(() => getSelection()?.toString())).toBe(token)
  await reach(page, { action: 'put-away' })
  await keyboard.press('Enter')
  expect(await page.locator('[data-made]').isVisible()).toBe(false)
  await page.locator('[data-tokens] h2:focus').waitFor()

  await reach(page, { action: 'end' })
  await keyboard.press('Enter')
  await page.locator('[data-question="end"]:focus').waitFor()
  await keyboard.press('Escape')
  expect(await focused(page)).toMatchObject({ action: 'end' })
  await keyboard.press('Enter')
  await reach(page, { action: 'keep-token' })
  await keyboard.press('Enter')
  expect(await focused(page)).toMatchObject({ action: 'end' })
  expect(await balanceWith(token)).toBe(100)
  await keyboard.press('Enter')
  await reach(page, { action: 'end-now' })
  await keyboard.press('Enter')
  await page.locator('[data-tokens] h2:focus').waitFor()
  expect(await balanceWith(token)).toBe(401)
})
