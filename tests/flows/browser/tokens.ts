import type { MadeToken, TokensRequest } from '#server/contract/tokens.ts'
import { give, spend } from './credits.ts'
import type { Way } from './every-state.ts'
import { buy, putUpForSale } from './shop.ts'
import type { StandInSite } from './stand-in-site.ts'

type Site = Pick<StandInSite, 'origin' | 'supabase'>

/** Makes a token at the door, as whoever signed in. */
export async function makeToken(
  { origin }: Site,
  accessToken: string,
  order: TokensRequest,
): Promise<MadeToken> {
  const response = await fetch(`${origin}/api/tokens`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(order),
  })
  if (response.status !== 201) throw new Error(`The door made no token: ${response.status}`)
  return (await response.json()) as MadeToken
}

/** Asks what somebody has by a token. */
export function readWith({ origin }: Site, token: string): Promise<Response> {
  return fetch(`${origin}/api/me`, { headers: { Authorization: `Bearer ${token}` } })
}

/** Spends by a token, as the site's own back end does. @returns the outcome */
export async function spendWith({ supabase }: Site, token: string, cost: number): Promise<string> {
  const { rows } = await supabase.database.query<{ outcome: string }>(
    `select charge_credits(token => $1, cost => $2, key => $3, live => false) ->> 'outcome' as outcome`,
    [token, cost, crypto.randomUUID()],
  )
  return rows[0]!.outcome
}

let newcomers = 0

/** The way to the closed section of an account that has credits, and by now these tokens. */
const arrivesWith =
  (orders: TokensRequest[]): Way =>
  async (site, { arrives, page }) => {
    newcomers += 1
    const email = `otto.${newcomers}@example.com`
    buy(site, putUpForSale(site, { name: 'Studio', access: 'studio', isPlan: true }), { email })
    await site.stripe.settled()
    await give(site, { email, credits: 100 })
    await spend(site, { email, credits: 5 })
    const { accessToken } = await site.supabase.signIn(email)
    const made = []
    for (const order of orders) made.push(await makeToken(site, accessToken, order))
    const [first] = made
    if (first !== undefined) {
      await spendWith(site, first.token, 3)
      await site.supabase.database.query(
        `update private.api_tokens set expires_at = now() - interval '1 day' where name = 'last year’s agent'`,
      )
    }
    await arrives(accessToken)
    await page.locator('[data-action="show-tokens"]').waitFor()
  }

/** The way to the closed section. */
export const mayHaveTokens: Way = arrivesWith([])

/** The way to the section of whoever has none yet: the form is open. */
export const hasNoTokens: Way = async (site, visitor) => {
  await mayHaveTokens(site, visitor)
  await visitor.press('show-tokens')
  await visitor.page.locator('[data-make] form').waitFor()
}

/** The way to tokens of every kind. */
export const hasTokens: Way = async (site, visitor) => {
  const expiresAt = new Date(Date.now() + 90 * 86_400_000).toISOString()
  await arrivesWith([
    { name: 'drawing agent', spendLimit: 10, expiresAt },
    { name: 'nightly report', spendLimit: 0 },
    {
      name: 'A_very_long_name_without_any_blank_that_somebody_may_give_to_their_own_program_one_day',
    },
    { name: 'last year’s agent', spendLimit: 1_000, expiresAt },
  ])(site, visitor)
  await visitor.press('show-tokens')
  await visitor.page.locator('[data-token]').first().waitFor()
}

/** The way to a token that was just made. */
export const madeToken: Way = async (site, visitor) => {
  await hasTokens(site, visitor)
  const { page, press } = visitor
  await page.locator('[data-make] summary').click()
  await page.locator('[data-field="token-name"]').fill('sketching agent')
  await page.locator('[data-field="token-limit"]').fill('10')
  await press('make-token')
  await page.locator('[data-token-text]:focus').waitFor()
}

/** The way to what is asked before a token ends. */
export const endsToken: Way = async (site, visitor) => {
  await hasTokens(site, visitor)
  const { page } = visitor
  await page.locator('[data-token] [data-action="end"]').first().click()
  await page.locator('[data-question="end"]:focus').waitFor()
}

/** The way to a field of the form that is complained of. */
export const mistypedToken: Way = async (site, visitor) => {
  await hasNoTokens(site, visitor)
  const { page, press } = visitor
  await page.locator('[data-field="token-name"]').fill('agent')
  await page.locator('[data-field="token-limit"]').fill('1,5')
  await press('make-token')
  await page.locator('[data-summary]:focus').waitFor()
}
