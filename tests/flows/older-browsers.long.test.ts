import { expect } from 'vitest'
import { text } from '../../web/words/en.ts'
import { give } from './browser/credits.ts'
import { test, useSite } from './browser/flow.ts'
import { insistsOn, makes, opensTokens, rowOf } from './tokens/at-tokens.ts'

const site = useSite('built', 8960)

/** Takes away what Safari 16.0, Chrome 105 or Firefox 110 lacks, of all that a page might use. */
function age(): void {
  const lacking: [object, string[]][] = [
    [AbortSignal, ['any']],
    [URL, ['canParse', 'parse']],
    [Document.prototype, ['adoptedStyleSheets', 'startViewTransition']],
    [ShadowRoot.prototype, ['adoptedStyleSheets']],
    [CSSStyleSheet.prototype, ['replace', 'replaceSync']],
    [Array, ['fromAsync']],
    [Array.prototype, ['toSorted', 'toReversed', 'toSpliced', 'with', 'group']],
    [Promise, ['withResolvers', 'try']],
    [Object, ['groupBy']],
    [Map, ['groupBy']],
    [Set.prototype, ['union', 'difference', 'intersection', 'isSubsetOf']],
    [String.prototype, ['isWellFormed', 'toWellFormed']],
    [Iterator.prototype, ['map', 'filter', 'toArray', 'forEach', 'some', 'find']],
    [URLSearchParams.prototype, ['size']],
    [HTMLElement.prototype, ['popover', 'showPopover']],
    [Intl, ['DurationFormat']],
    [globalThis, ['scheduler', 'navigation', 'Iterator', 'URLPattern']],
  ]
  for (const [owner, names] of lacking)
    for (const name of names) Reflect.deleteProperty(owner, name)
  const Sheet = CSSStyleSheet
  Object.defineProperty(globalThis, 'CSSStyleSheet', {
    value: Object.assign(
      function () {
        throw new TypeError('Illegal constructor')
      },
      { prototype: Sheet.prototype },
    ),
  })
}

test('in the oldest browsers that we name, everything works and looks as it should', async () => {
  const email = 'older@example.com'
  const { customer } = await site.sell(email, 'Studio')
  const { page, types, press, sees } = await site.visitor()
  await page.addInitScript(age)
  await page.goto(`${site.origin}/`)
  await types('email', email)
  await press('send-mail')
  await sees('mail-sent')
  await types('code', site.mailedCode(email))
  await press('send-code')
  await sees('links')
  const button = page.locator(`[data-link="${customer}"] [data-main]`).first()
  await expect
    .poll(() => button.evaluate((element) => getComputedStyle(element).backgroundColor), {
      timeout: 30_000,
    })
    .toBe('rgb(29, 78, 216)')
  await press('open-portal', customer)
  await site.openedPortal(page)
})

test('there, what is overdue can be paid, and invoices and purchases as a guest open', async () => {
  const { accessToken } = await site.supabase.signIn('blaise@example.com')
  const { page, arrives, press } = await site.visitor()
  await page.addInitScript(age)
  await arrives(accessToken)
  await page.getByText('Pay €36.00 now').waitFor()
  await press('invoices')
  await page.locator('.records li').first().waitFor()
  await press('orders')
  await page.getByText(text.records.noOrders).first().waitFor()
})

test('there, a token is made, shown whole, and ended', async () => {
  const email = 'program@example.com'
  await give(site, { email, credits: 5 })
  const { accessToken } = await site.supabase.signIn(email)
  const visitor = await site.visitor({ viewport: { width: 320, height: 640 } })
  await visitor.page.addInitScript(age)
  await visitor.arrives(accessToken)
  await opensTokens(visitor)
  expect(await makes(visitor, { name: 'old hand' })).toMatch(/^pg_test_/)
  const hidden = await visitor.page
    .locator('[data-token-text]')
    .evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)
  expect(hidden).toBe(0)
  await insistsOn(visitor.page, 'old hand', 'end')
  await rowOf(visitor.page, 'old hand').waitFor({ state: 'detached' })
})

test('there, the prices are shown, and lead to the page where they are paid', async () => {
  const { page } = await site.visitor()
  await page.addInitScript(age)
  await page.goto(`${site.origin}/plans`)
  const button = page.locator('[data-action="choose"]').first()
  await expect
    .poll(() => button.evaluate((element) => getComputedStyle(element).backgroundColor), {
      timeout: 30_000,
    })
    .toBe('rgb(29, 78, 216)')
  await button.click()
  await page.getByText('Your order').waitFor()
})

test.for([
  ['customElements', 'throws'],
  ['attachShadow', 'fails'],
] as const)('a browser without %s says so, and whom to ask', async ([name]) => {
  const { page, mayHear } = await site.visitor()
  mayHear(/./)
  await page.addInitScript((missing) => {
    if (missing === 'attachShadow') Reflect.deleteProperty(Element.prototype, 'attachShadow')
    else Object.defineProperty(globalThis, missing, { value: undefined })
  }, name)
  await page.goto(`${site.origin}/`)
  await page.getByText(text.page.slow).waitFor()
  await page.getByText(text.page.noSupport).waitFor()
})
