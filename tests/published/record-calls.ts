import { openBareShop } from '#tests/cli/shop/bare-shop.ts'
import { expectEndedWell, expectGreen } from '#tests/cli/shop/expect-shop.ts'
import { closeBareProject } from '#tests/stand-ins/management/bare-project.ts'
import { recordWorld } from './record-world.ts'

/** A request as it was on the wire. */
export type SentCall = {
  method: string
  /** Without the query. */
  path: string
  query: Record<string, string>
  /** What was sent: the JSON, or for Stripe the decoded form, query included. */
  body: unknown
}

/** By who was asked. */
export type SentCalls = Record<'stripe' | 'management' | 'netlify', SentCall[]>

/**
 * Lets every command, every door and the clock do their work against the stand-ins, and writes down what
 * they sent.
 */
export async function recordCalls(): Promise<SentCalls> {
  const shop = await openBareShop()
  const calls: SentCalls = { stripe: [], management: [], netlify: [] }
  const pass = globalThis.fetch
  // The commands are processes of their own; their calls come by here, through the tripwire.
  globalThis.fetch = async (input, init) => {
    if (input instanceof Request) {
      const { origin, pathname, searchParams } = new URL(input.url)
      const host = { [shop.management.url]: 'management', [shop.netlify.url]: 'netlify' }[origin]
      if (host === 'management' || host === 'netlify')
        calls[host].push({
          method: input.method,
          path: pathname,
          query: Object.fromEntries(searchParams),
          body: parseBody(await input.clone().text()),
        })
    }
    return pass(input, init)
  }
  try {
    expectEndedWell(await shop.run(['setup', '--yes']))
    await expectGreen(shop)
    expectEndedWell(await shop.run(['sync']))
    await shop.run(['look', 'ada@example.com'])
    expectEndedWell(await shop.run(['forget', 'ada@example.com', '--yes']))
    expectEndedWell(await shop.run(['setup', '--undo', '--yes']))
    calls.stripe = [...shop.stripe.calls, ...(await recordWorld())].map(
      ({ method, path, params }) => ({
        method,
        path,
        query: {},
        body: params,
      }),
    )
  } finally {
    globalThis.fetch = pass
    await shop.close()
    await closeBareProject()
  }
  return calls
}

function parseBody(text: string): unknown {
  return text === '' ? undefined : (JSON.parse(text) as unknown)
}
