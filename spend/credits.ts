/** Who pays: a token that a program sent, an account, or an address. **Only an address that you have proven.** */
export type Name = { token: string } | { account: string } | { address: string }
/** The account that paid, or the purchase where a token names that and no account. */
export type Payer = { account: string | null; purchase?: string | null }
/** What a call came to (docs/credits.md lists the outcomes), and what is left. */
export type Told = Payer & { outcome: string; balance: number }
/** The names of what was bought, sorted, and the credits that can be spent now, soonest end first. */
export type Known = Told & { access: string[]; lots: { left: number; endsAt: string | null }[] }
/** Credits to take, once for each `key`. What is `open` is settled within the hour, or void. */
export type Order = Name & { cost: number; key: string; allowDebt?: boolean; open?: boolean }
/** What an order came to. `account` and `purchase` are those that the charge answered. */
export type Final = Partial<Payer> & { key: string; finalCost: number }
/** `SUPABASE_URL`, `SUPABASE_SECRET_KEY`; `live: false` in Stripe's test mode; `site`, for `withCredits`: `FRONTEND_URL`. */
export type Project = { url: string; secretKey: string; live?: boolean; site?: string }
export type Credits = ReturnType<typeof createCredits>
/** A call that came to nothing; its message says which, and the database's code. */
export class CreditsError extends Error {}
/** Two writers met, the database or the way to it is busy, or nobody answered: it passes. */
const passing = /^(08|40|53|57P|55P03|PGRST00[0-3]|http_429|http_5|no_answer)/

/**
 * The three calls, for your back end and nobody else's. What fails in passing is tried three times more. A token of the
 * other mode, or none at all, is unknown without a call.
 * @throws {TypeError} if a setting can't be right; the calls throw {@link CreditsError}
 */
export function createCredits({ url, secretKey, live = true, site }: Project) {
  const [functions, page] = [`${parseAddress(url)}/rest/v1/rpc/`, site && parseAddress(site)]
  const apikey = secretKey.trim()
  if (!/^(?!sb_publishable_)[\w.-]+$/.test(apikey)) throw new TypeError('That is no secret key')
  /** Only a legacy key is a token, too. */
  const legacy = apikey.startsWith('eyJ') && { Authorization: `Bearer ${apikey}` }
  const schema = { 'Content-Profile': 'public' }
  const headers = { apikey, 'Content-Type': 'application/json', ...schema, ...legacy }

  async function call<Answer>(name: string, order: object, tries = 4): Promise<Answer> {
    const body = JSON.stringify({ ...order, live })
    // The key goes nowhere else.
    const how = { redirect: 'manual', signal: AbortSignal.timeout(10_000) } as const
    const sent = fetch(functions + name, { method: 'POST', headers, body, ...how })
    const answer = await sent.catch(() => null)
    const told = (await answer?.json().catch(() => null)) as (Answer & { code?: string }) | null
    if (answer?.ok && told) return told
    const code = told?.code ?? (!answer || answer.ok ? 'no_answer' : `http_${answer.status}`)
    if (tries === 1 || !passing.test(code)) throw new CreditsError(`${name}: ${code}`)
    await new Promise((resolve) => setTimeout(resolve, (1 + Math.random()) * (400 / tries)))
    return call(name, order, tries - 1)
  }
  const form = new RegExp(`^pg_${live ? 'live' : 'test'}_[0-9A-Za-z]{38}$`)
  const nobody = { outcome: 'token_unknown', account: null, balance: 0 }
  const unpaid = { ...nobody, purchase: null }
  const isNobody = (name: object) => 'token' in name && !form.test(String(name.token))
  return {
    site: page,
    of: async (name: Name): Promise<Known> =>
      isNobody(name) ? { ...nobody, access: [], lots: [] } : call('account_of', name),
    charge: async ({ allowDebt: allow_debt = false, ...order }: Order): Promise<Told> =>
      isNobody(order) ? unpaid : call('charge_credits', { ...order, allow_debt }),
    settle: ({ account, purchase, key, finalCost: final_cost }: Final): Promise<Told> =>
      call('settle_charge', { ...(purchase ? { purchase } : { account }), key, final_cost }),
  }
}

/** Who pays, for a handler; nobody where a price of 0 ran without a token. `balance` is what the price left. */
export type Context = Payer & {
  access: string[]
  balance: number
  /** Takes credits beside the price, given back if the answer fails; `charged` is the one outcome that took them. */
  charge(cost: number, how?: { allowDebt?: boolean }): Promise<Told>
}
export type Options = {
  credits: Credits
  /** Whole credits, or a function that says how many; it reads the body from `request.clone()`. */
  price: number | ((request: Request) => number | Promise<number>)
  /** `false`: charged outright. At the full price nothing is settled, but nothing of a killed process comes back. */
  open?: boolean
  /** `false`: the names are not asked for, and `access` stays empty. */
  access?: boolean
  /** Whoever leaves before the answer is whole pays as if they had stayed, or nothing. */
  ifCallerLeaves?: 'pays' | 'free'
  /** Is told what was thrown; otherwise it is logged, with every token cut short. */
  onError?: (error: unknown) => void
}

/**
 * A handler that is paid for: 401 or 402 before any work; then an open charge of the price, the answer, the settlement.
 * An answer says by `X-Price` that it costs less. A throw costs nothing, nor does a status of 400 and above without
 * `X-Price`. A stream is settled at its end.
 * @returns takes what `handler` takes, without the context
 */
export function withCredits<Rest extends unknown[]>(
  handler: (request: Request, context: Context, ...rest: Rest) => Response | Promise<Response>,
  { credits, price, open = true, access = true, ifCallerLeaves = 'pays', onError = log }: Options,
): (request: Request, ...rest: Rest) => Promise<Response> {
  const site = parseAddress(credits.site)
  if (typeof price !== 'function') assertCost(price)
  return async (request, ...rest) => {
    const [, token = ''] = /^Bearer +(\S+)$/i.exec(request.headers.get('Authorization') ?? '') ?? []
    const settlements: (() => Promise<void>)[] = []
    const failures = new Set<unknown>()
    const settled: Promise<void>[] = []
    let [due, isFree, balance]: [number, boolean, number | null] = [0, false, null]
    function charge(cost: number, { allowDebt = false } = {}, toPay = () => cost): Promise<Told> {
      const order = { token, cost: assertCost(cost), key: crypto.randomUUID(), allowDebt }
      const asked = credits.charge({ ...order, open: open && !settled[0] }).then((told) => {
        balance = told.balance
        // Nobody else has this key: it was charged, and the first answer was lost.
        return told.outcome === 'repeated' ? { ...told, outcome: 'charged' } : told
      })
      const kept = asked.catch(() => null)
      settlements.push(async () => {
        const [told, finalCost] = [await kept, isFree ? 0 : toPay()]
        if (told?.outcome !== 'charged' || (!open && finalCost === cost)) return
        const { outcome, ...rest } = await credits.settle({ ...told, key: order.key, finalCost })
        if (!outcome.endsWith('settled')) throw new CreditsError(`settle_charge: ${outcome}`)
        balance = rest.balance
      })
      return asked
    }
    async function settle(hasLeft: boolean): Promise<void> {
      isFree ||= hasLeft && ifCallerLeaves === 'free'
      for (const each of settlements) await each()
    }
    /** Whichever end comes first counts. */
    const end = (hasLeft = request.signal.aborted) => (settled[0] ??= settle(hasLeft))
    async function fail(error: unknown): Promise<void> {
      if (failures.has(error)) return
      failures.add(error)
      const hasLeft = request.signal.aborted && (error as Error)?.name === 'AbortError'
      if (!hasLeft) onError(error)
      isFree ||= !hasLeft
      await end(hasLeft).catch(fail)
    }
    function paid(body: NonNullable<Response['body']>): ReadableStream {
      const reader = body.getReader()
      let hasLeft = false
      const source = {
        async pull(controller: ReadableStreamDefaultController) {
          try {
            const { done, value } = await reader.read()
            if (done) await end()
            if (hasLeft) return
            if (done) controller.close()
            else controller.enqueue(value)
          } catch (error) {
            if (!hasLeft) await fail(error)
            controller.error(new Error('The answer broke off.'))
          }
        },
        async cancel(reason: unknown) {
          hasLeft = true
          await Promise.allSettled([end(true).catch(fail), reader.cancel(reason)])
        },
      }
      return new ReadableStream(source, { highWaterMark: 2 })
    }
    function tell(answer: Response, body = answer.body): Response {
      const told = new Response(body, answer)
      told.headers.set('X-Price', String(isFree ? 0 : due))
      if (balance !== null) told.headers.set('X-Balance', String(balance))
      return told
    }
    try {
      const cost = assertCost(typeof price === 'function' ? await price(request) : price)
      let payer: Context = { account: null, purchase: null, access: [], balance: 0, charge }
      if (cost > 0 || token.startsWith('pg_')) {
        const asked = access || cost === 0 ? credits.of({ token }) : { access: [] }
        const taken = cost > 0 ? charge(cost, {}, () => due) : null
        const told = { ...(await asked), ...(await taken) } as Known
        if (!/^(charged|found)$/.test(told.outcome)) return refuse(site, told, cost)
        const { account, purchase = null, access: names, balance: left } = told
        payer = { account, purchase, access: names, balance: (balance = left), charge }
      }
      due = cost
      const answer = await handler(request, payer, ...rest)
      const said = /^\d{1,13}$/.exec(answer.headers.get('X-Price') ?? '')
      if (said) due = Math.min(cost, Number(said))
      else isFree = answer.status >= 400
      const body = answer.body && paid(answer.body)
      // What is whole after this moment is settled before it leaves.
      await (body ? new Promise((resolve) => setTimeout(resolve, 0)) : end())
      await settled[0]
      for (const error of failures) throw error
      return tell(answer, body)
    } catch (error) {
      await fail(error)
      const isOurs = error instanceof CreditsError
      const [status, code] = isOurs ? [503, 'database_unavailable'] : [500, 'internal']
      return tell(problem(status, code, 'This could not be done now, and cost nothing.'))
    }
  }
}

/** `missing` is to be bought: nothing where it is the limit alone that stops it. */
function refuse(site: string, { account, balance, outcome }: Told, price: number): Response {
  const buy = `${site}/plans${account ? `?for=${account}` : ''}`
  const offers = `${site}/api/offers`
  const ways = { 'X-Payment-Link': buy, 'X-PaymentLink': buy, Link: `<${buy}>; rel="payment"` }
  const headers = { 'X-Price': String(price), ...ways }
  if (outcome === 'token_unknown') {
    const title = 'Send a token that is good here: "Authorization: Bearer pg_..."'
    const challenge = { 'WWW-Authenticate': 'Bearer', ...headers }
    return problem(401, 'credits_token_invalid', title, { price, buy, offers }, challenge)
  }
  const title = 'There are not enough credits for this, or the token may not spend as many.'
  const more = { price, balance, missing: Math.max(0, price - balance), buy, offers }
  return problem(402, outcome, title, more, { 'X-Balance': String(balance), ...headers })
}

function problem(status: number, code: string, title: string, more = {}, headers = {}): Response {
  const body = { type: `urn:portal-gateway:error:${code}`, title, status, code, ...more }
  const own = { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' }
  return Response.json(body, { status, headers: { ...own, ...headers } })
}

function assertCost(cost: number): number {
  if (Number.isSafeInteger(cost) && cost >= 0) return cost
  throw new TypeError('A price is a whole number of credits, 0 or more')
}

/** @throws {TypeError} that doesn't show it: it may be a key in the wrong place */
function parseAddress(text = ''): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url?.protocol.startsWith('http') || url.username || url.password)
    throw new TypeError('createCredits needs "url" and "site" as https:// addresses')
  return url.origin + url.pathname.replace(/\/+$/, '')
}

function log(error: unknown): void {
  const words = String((error as Error)?.stack ?? error)
  console.error(words.replace(/pg_(live|test)_\w+/g, 'pg_$1_...'))
}
