import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { forgetGateway } from '#server/wiring.ts'
import { give } from './browser/credits.ts'
import { test, useSite } from './browser/flow.ts'
import type { HostPage } from './browser/host-page.ts'
import { startHostPage } from './browser/host-page.ts'
import { readWith } from './browser/tokens.ts'
import { insistsOn, makes, opensTokens, rowOf } from './tokens/at-tokens.ts'

const site = useSite('built', 8960)

describe('the element on another site', () => {
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

  async function asksThere(email: string) {
    const who = await site.visitor({ alsoAsks: [host.origin] })
    await who.page.goto(`${host.origin}/account?intent=cancel#token_hash=not-ours-to-read`)
    await who.types('email', email)
    await who.press('send-mail')
    await who.sees('mail-sent')
    return who
  }

  async function signInThere(email: string) {
    const who = await asksThere(email)
    expect(site.mailedLink(email).startsWith(`${site.origin}/?lang=en#`)).toBe(true)
    await who.types('code', site.mailedCode(email))
    await who.press('send-code')
    return who
  }

  test('that the owner allows opens by the code, in place, and comes back', async () => {
    allow(host.origin)
    const { customer } = await site.sell('guest@example.com', 'Studio')
    const { page, sees, press } = await signInThere('guest@example.com')
    await sees('links')
    await page.getByText('Good to see you.').waitFor()
    const there = page.url()
    expect(await page.locator(`[data-link="${customer}"]`).count()).toBe(1)
    expect(await page.locator('h1').innerText()).toBe('Your account')
    await press('open-portal', customer)
    await page.waitForURL(/\/portal\//)
    await page.getByRole('link', { name: /^Return/ }).click()
    await sees('links')
    expect(page.url()).toBe(new URL(there).origin + new URL(there).pathname)
  })

  test('that the owner allows makes tokens, replaces them and ends them', async () => {
    allow(host.origin)
    await give(site, { email: 'maker@example.com', credits: 5 })
    const who = await signInThere('maker@example.com')
    await opensTokens(who)
    const token = await makes(who, { name: 'afar' })
    expect((await readWith(site, token)).status).toBe(200)
    await insistsOn(who.page, 'afar', 'replace')
    await expect
      .poll(() => who.page.locator('[data-token-text]').inputValue(), { timeout: 30_000 })
      .not.toBe(token)
    await insistsOn(who.page, 'afar', 'end')
    await rowOf(who.page, 'afar').waitFor({ state: 'detached' })
    expect((await readWith(site, token)).status).toBe(401)
  })

  test('looks as its host wants it by properties and parts', async () => {
    allow(host.origin)
    await site.sell('looks@example.com', 'Studio')
    const { page, sees } = await signInThere('looks@example.com')
    await sees('links')
    const main = await page.locator('[data-main]').evaluate((button) => {
      const { backgroundColor, borderRadius, textTransform, fontFamily } = getComputedStyle(button)
      return { backgroundColor, borderRadius, textTransform, fontFamily }
    })
    expect(main).toEqual({
      backgroundColor: 'rgb(122, 59, 18)',
      borderRadius: '2px',
      textTransform: 'uppercase',
      fontFamily: 'Georgia, serif',
    })
    const card = page.locator('[data-link]')
    expect(await card.evaluate((it) => getComputedStyle(it).borderRadius)).toBe('2px')
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await card.evaluate((it) => getComputedStyle(it).color)).toBe('rgb(27, 28, 31)')
  })

  test('has every part that is documented, and no other', async () => {
    allow(host.origin)
    await site.sell('parts@gmail.com', 'Studio')
    const documented = await readFile(new URL('../../docs/embedding.md', import.meta.url), 'utf8')
    const [table = ''] = /\| part [^]*?\n\n/.exec(documented) ?? []
    const { page, types, press, sees } = await asksThere('parts@gmail.com')
    const before = await page.locator('manage-billing').evaluate(partsInside)
    await types('code', site.mailedCode('parts@gmail.com'))
    await press('send-code')
    await sees('links')
    const after = await page.locator('manage-billing').evaluate(partsInside)
    expect(new Set([...before, ...after])).toEqual(new Set(table.match(/(?<=`)\w+(?=`)/g)))
  })

  test('takes nothing from the style of its host that was not meant for it', async () => {
    const [bare, pushy] = await Promise.all(
      ['bare', 'pushy'].map(async (name) => {
        const { page, sees } = await site.visitor({ alsoAsks: [host.origin] })
        await page.goto(`${host.origin}/${name}`)
        await sees('sign-in')
        await page.locator('[data-action="send-mail"]').click()
        await page.locator('[data-summary]:focus').waitFor()
        return page.locator('manage-billing').evaluate(looksInside)
      }),
    )
    expect(bare?.length).toBeGreaterThan(10)
    expect(pushy).toEqual(bare)
  })

  test('that the owner does not know says so before anybody asks for an email', async () => {
    allow('')
    const { page, sees, mayHear } = await site.visitor({ alsoAsks: [host.origin] })
    mayHear(/CORS policy|ERR_FAILED|status of 405/)
    await page.goto(`${host.origin}/account`)
    await sees('not-set-up')
    expect(await page.locator('[data-missing] code').innerText()).toBe(
      `ALLOWED_ORIGINS=${host.origin}`,
    )
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

/** The names by which a host may style what is inside the element. Runs in the browser. */
function partsInside(element: Element): string[] {
  return [...element.shadowRoot!.querySelectorAll('[part]')].flatMap(({ part }) => [...part])
}

/** How everything inside the element looks, apart from its place on the page. Runs in the browser. */
function looksInside(element: Element): Record<string, string>[] {
  const inside = [...element.shadowRoot!.querySelectorAll('.holder, .holder *')]
  return inside.map((each) => {
    const style = getComputedStyle(each)
    const names = [...style].filter((name) => !name.startsWith('--'))
    return Object.fromEntries([
      ['element', each.outerHTML.slice(0, 60)],
      ...names.map((name): [string, string] => [name, style.getPropertyValue(name)]),
    ])
  })
}
