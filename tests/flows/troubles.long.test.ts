import { describe, expect } from 'vitest'
import { forgetGateway } from '#server/wiring.ts'
import { test, useSite } from './browser/flow.ts'
import { hold } from './browser/hold.ts'

const site = useSite('built', 8940)

const asked = (path: string) =>
  site.supabase.calls.filter((call) => call.path === path && call.method === 'POST').length
const offline = /ERR_INTERNET_DISCONNECTED/

describe('while a service is down', () => {
  test('words say so, and it heals with a press', async () => {
    site.stripe.control({ faults: [{ status: 500 }] })
    const { page, press, sees, meets, mayHear } = await site.signedIn('grace@example.com')
    mayHear(/status of 502/)
    await sees('error')
    await meets('stripe_unavailable')
    expect(await page.locator('[data-request-id]').count()).toBe(1)
    expect(await page.locator('[data-owner]').count()).toBe(0)
    site.stripe.resetControl()
    await press('retry')
    await sees('links')
  })

  test('the sign-in keeps what was typed', async () => {
    site.supabase.control({ faults: [{ path: '/auth/v1/otp', status: 503 }] })
    const { page, types, press, sees, meets, mayHear } = await site.visitor()
    mayHear(/status of 503/)
    await page.goto(`${site.origin}/`)
    await types('email', 'kept@example.com')
    await press('send-mail')
    await meets('auth_unavailable')
    expect(await page.locator('[data-field="email"]').inputValue()).toBe('kept@example.com')
    site.supabase.resetControl()
    await press('send-mail')
    await sees('mail-sent')
  })
})

describe('a visitor who is asked to wait', () => {
  test('by Stripe can try again when the wait is over, not before', async () => {
    site.stripe.control({ faults: [{ status: 429, retryAfter: 60 }] })
    const visitor = await site.signedIn('grace@example.com', { withClock: true })
    const { page, insists, sees, meets, mayHear } = visitor
    mayHear(/status of 503/)
    await meets('stripe_rate_limited')
    site.stripe.resetControl()
    const wait = Number(await page.locator('[data-action="retry"]').getAttribute('data-wait'))
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThanOrEqual(60)
    await insists('retry')
    await sees('error')
    await page.clock.fastForward('01:01')
    await page.locator('[data-action="retry"]:not([data-wait])').click()
    await sees('links')
  })

  test('for asking too often is told how long', async () => {
    const email = 'eager@example.com'
    await site.sell(email, 'Studio')
    await site.supabase.database.query(
      'insert into private.link_requests values ($1, now(), 120)',
      [email],
    )
    const { page, meets, sees, mayHear } = await site.signedIn(email)
    mayHear(/status of 429/)
    await sees('error')
    await meets('rate_limited')
    const wait = await page.locator('[data-action="retry"]').getAttribute('data-wait')
    expect(Number(wait)).toBeGreaterThan(500)
  })
})

test('a project that confirms addresses unasked opens nothing', async () => {
  forgetGateway()
  site.supabase.control({ autoconfirm: true })
  const { page, sees, meets, mayHear } = await site.signedIn('grace@example.com')
  mayHear(/status of 503/)
  await sees('error')
  await meets('project_unsafe')
  expect(await page.locator('[data-owner] code').innerText()).toBe('npm run doctor')
  expect(await page.locator('[data-link]').count()).toBe(0)
})

describe('without a network', () => {
  test('asking for the email, typing the code and confirming lose nothing', async () => {
    const email = 'tunnel@example.com'
    await site.sell(email, 'Studio')
    const { page, context, types, press, sees, meets, mayHear } = await site.visitor()
    mayHear(offline)
    await page.goto(`${site.origin}/`)
    await types('email', email)
    await context.setOffline(true)
    await press('send-mail')
    await meets('offline')
    await context.setOffline(false)
    await press('send-mail')
    await sees('mail-sent')

    await context.setOffline(true)
    await types('code', site.mailedCode(email))
    await meets('offline')
    await context.setOffline(false)
    await page.goto(site.mailedLink(email))
    await sees('confirm')
    await context.setOffline(true)
    await press('continue')
    await meets('offline')
    expect(asked('/auth/v1/verify')).toBe(0)
    await context.setOffline(false)
    await press('continue')
    await sees('links')
  })

  test('looking up and opening a portal can be tried again', async () => {
    await site.sell('cellar@example.com', 'Studio')
    const { page, context, press, sees, meets, mayHear } = await site.signedIn('cellar@example.com')
    mayHear(offline)
    await context.setOffline(true)
    await press('update-card')
    await meets('offline')
    await page.evaluate(() =>
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
    )
    await sees('error')
    await context.setOffline(false)
    await press('retry')
    await sees('links')
    await press('update-card')
    await page.waitForURL(/\/portal\//)
  })
})

describe('a second press while the first is answered', () => {
  test('sends no second email and spends no second time', async () => {
    const email = 'twice@example.com'
    await site.sell(email, 'Studio')
    const { page, types, sees } = await site.visitor()
    const sendEmails = await hold(page, '/auth/v1/otp')
    const verify = await hold(page, '/auth/v1/verify')
    await page.goto(`${site.origin}/`)
    await types('email', email)
    await page.locator('[data-action="send-mail"]').dblclick()
    await page.locator('[data-action="send-mail"][data-pending]').waitFor()
    await page.locator('[data-field="email"]').press('Enter')
    sendEmails()
    await sees('mail-sent')
    expect(asked('/auth/v1/otp')).toBe(1)

    await page.goto(site.mailedLink(email))
    await page.locator('[data-action="continue"]').dblclick()
    verify()
    await sees('links')
    expect(asked('/auth/v1/verify')).toBe(1)
  })

  test('opens one portal', async () => {
    await site.sell('double@example.com', 'Studio')
    const { page } = await site.signedIn('double@example.com')
    site.stripe.resetCalls()
    const answer = await hold(page, '/api/portal-links')
    await page.locator('[data-action="update-card"]').dblclick()
    answer()
    await page.waitForURL(/\/portal\//)
    const opened = site.stripe.calls.filter(({ path }) => path === '/v1/billing_portal/sessions')
    expect(opened).toHaveLength(1)
  })
})
