import { afterAll, beforeAll, describe, expect } from 'vitest'
import { forgetGateway } from '#server/wiring.ts'
import { test, useSite } from './flow.ts'
import type { HostPage } from './host-page.ts'
import { startHostPage } from './host-page.ts'

const site = useSite('built', 8960)

describe('the built page is sent', () => {
  test('with a policy that trusts its own files alone', async () => {
    const { headers } = await fetch(`${site.origin}/`)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).not.toMatch(/unsafe|\*|https?:(?!\/\/127)/)
    for (const part of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"])
      expect(policy).toContain(part)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })

  test('with a script that other sites may load, and files that never change', async () => {
    const script = await fetch(`${site.origin}/manage-billing.js`)
    expect(script.headers.get('access-control-allow-origin')).toBe('*')
    expect(script.headers.get('content-type')).toMatch(/javascript/)
    const [hashed] = /assets\/[\w.-]+\.js/.exec(await (await fetch(`${site.origin}/`)).text()) ?? []
    const chunk = await fetch(`${site.origin}/${hashed}`)
    expect(chunk.status).toBe(200)
    expect(chunk.headers.get('cache-control')).toContain('immutable')
  })
})

describe('the element on another site', () => {
  let host: HostPage
  beforeAll(async () => {
    host = await startHostPage(site.origin)
  })
  afterAll(() => host.close())

  /** The owner allows these origins; the doors read the environment anew. */
  function allow(origins: string) {
    process.env['ALLOWED_ORIGINS'] = origins
    forgetGateway()
  }

  async function signInThere(email: string) {
    const who = await site.visitor({ alsoAsks: [host.origin] })
    await who.page.goto(`${host.origin}/account?intent=cancel#token_hash=not-ours-to-read`)
    await who.types('email', email)
    await who.press('send-mail')
    await who.sees('mail-sent')
    expect(site.mailedLink(email).startsWith(`${site.origin}/#`)).toBe(true)
    await who.types('code', site.supabase.inbox.newestTo(email)!.code)
    await who.press('send-code')
    return who
  }

  test('that the owner allows opens by the code, in place, and comes back', async () => {
    allow(host.origin)
    const { customer } = await site.sell('guest@example.com', 'Studio')
    const { page, sees, press } = await signInThere('guest@example.com')
    await sees('links')
    const there = page.url()
    expect(await page.locator(`[data-link="${customer}"]`).count()).toBe(1)
    expect(await page.locator('h1').innerText()).toBe('Your account')
    await press('open-portal', customer)
    await page.waitForURL(/\/portal\//)
    await page.getByRole('link', { name: /^Return/ }).click()
    await sees('links')
    expect(page.url()).toBe(new URL(there).origin + new URL(there).pathname)
  })

  test('that the owner does not know shows words and no links', async () => {
    allow('')
    await site.sell('stranger@example.com', 'Studio')
    const who = await site.visitor({ alsoAsks: [host.origin] })
    who.mayHear(/CORS policy|ERR_FAILED/)
    await who.page.goto(`${host.origin}/account`)
    const { accessToken } = await site.supabase.signIn('stranger@example.com')
    await who.page.evaluate(
      (token) => sessionStorage.setItem('manage-billing.access-token', token),
      accessToken,
    )
    await who.page.reload()
    await who.sees('error')
    expect(await who.page.locator('[data-link]').count()).toBe(0)
  })
})
