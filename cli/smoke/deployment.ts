import { doors } from '#server/needs.ts'
import { SmokeFault } from './smoke-fault.ts'

/** What the table has of a customer; `null` if it has no row. */
export type Row = { email: string | null; deleted: boolean } | null

/** The deployed doors and the table behind them, as smoke looks at them. */
export type Deployment = {
  /** The customers that the token's bearer gets, each with its link or `null`. @throws {SmokeFault} */
  listLinks(accessToken: string): Promise<Map<string, string | null>>
  /** The door's code for one customer: `ok`, or `customer_not_yours` and the like. */
  askFor(accessToken: string, customer: string): Promise<string>
  readRow(customer: string): Promise<Row>
}

type Options = { page: string; supabaseUrl: string; secretKey: string }

/** Asks the door with a visitor's token, and the Data API with the server's key. */
export function createDeployment({ page, supabaseUrl, secretKey }: Options): Deployment {
  const door = new URL(doors['portal-links'].path, page)
  const ask = async (accessToken: string, body: unknown) => {
    const response = await fetch(door, {
      method: 'POST',
      headers: { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(30_000),
    })
    const answer = (await response.json().catch(() => ({}))) as {
      code?: string
      links?: { customer: string; url: string | null }[]
    }
    return { status: response.status, code: answer.code ?? 'no code', links: answer.links }
  }
  return {
    async listLinks(accessToken) {
      const { status, code, links } = await ask(accessToken, {})
      if (links === undefined)
        throw new SmokeFault(
          `The door ${door} answered ${status} "${code}".`,
          status === 404
            ? 'Is the site deployed, and is this its address? Give another with --page.'
            : `docs/errors.md explains "${code}"; npm run doctor finds the cause.`,
        )
      return new Map(links.map(({ customer, url }) => [customer, url]))
    },
    async askFor(accessToken, customer) {
      const { status, code } = await ask(accessToken, { customer })
      return status === 200 ? 'ok' : code
    },
    async readRow(customer) {
      const query = new URLSearchParams({
        stripe_customer_id: `eq.${customer}`,
        select: 'email,deleted',
      })
      const response = await fetch(`${supabaseUrl}/rest/v1/stripe_customers?${query}`, {
        headers: {
          apikey: secretKey,
          ...(secretKey.startsWith('eyJ') && { Authorization: `Bearer ${secretKey}` }),
        },
        redirect: 'error',
        signal: AbortSignal.timeout(15_000),
      })
      if (!response.ok)
        throw new SmokeFault(
          `The table could not be read: the Data API answered ${response.status}.`,
          'npm run doctor finds what is missing: the migrations, or the secret key.',
        )
      const rows = (await response.json()) as Row[]
      return rows[0] ?? null
    },
  }
}
