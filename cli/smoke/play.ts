import type { Asker } from '../terminal/ask.ts'
import { StoppedError } from '../terminal/stopping.ts'
import type { Deployment } from './deployment.ts'
import { parsePaste } from './parse-paste.ts'
import type { SignIn } from './sign-in.ts'
import { SmokeFault } from './smoke-fault.ts'
import type { TestCustomers } from './test-customers.ts'
import { waitForRow } from './wait-for-row.ts'

/** Nobody reads mail there, and Stripe sends none in test mode. */
const movedTo = 'portal-gateway-smoke@example.com'

export type Stage = {
  customers: TestCustomers
  signIn: SignIn
  site: Deployment
  tell: (line: string) => void
  asker: Asker
  email: string | null
  waitSeconds: number
  signal: AbortSignal
}

/** What a run has made so far, to be taken away at its end. */
export type Traces = { customers: string[]; accessToken: string | null }

/**
 * Plays the flow from the first purchase to the address that no longer opens it, and tells each step.
 * @param traces gets what has to be taken away, as soon as it is there
 * @throws {SmokeFault} where a step is not as it must be
 * @throws {StoppedError} after the step at which the owner stopped it
 */
export async function play(order: Stage, traces: Traces): Promise<void> {
  const stage = { ...order, tell: tellUnlessStopped(order) }
  const { customers, signIn, site, tell, asker } = stage
  const address = stage.email ?? (await askForAddress(asker))
  for (const id of await customers.findLeftOver([address, movedTo])) {
    await customers.remove(id)
    tell(`${id} was left behind by an earlier run: deleted.`)
  }
  const id = await customers.make(address)
  traces.customers.push(id)
  tell(`Stripe made the customer ${id} under your address.`)
  await waitForRow(stage, { id, what: 'the table has it', isSo: (row) => row?.email === address })

  await signIn.askForMail(address)
  tell('Supabase sends you a mail. It may take a minute.')
  const token = await signIn.prove(address, await askForProof(asker))
  traces.accessToken = token
  tell('It proves the address: Supabase signs you in.')

  await openPortal(stage, id, token)
  await customers.move(id, movedTo)
  tell('The customer has another address at Stripe now.')
  await waitForRow(stage, { id, what: 'the table follows', isSo: (row) => row?.email === movedTo })
  const isStillListed = (await site.listLinks(token)).has(id)
  const verdict = await site.askFor(token, id)
  if (isStillListed || verdict !== 'customer_not_yours')
    throw new SmokeFault(
      `The old address still opens ${id} ("${verdict}").`,
      'This must not be: take the page off line, and report it as SECURITY.md says.',
    )
  tell('The old address opens it no longer.')
}

function tellUnlessStopped({ tell, signal }: Stage): Stage['tell'] {
  return (line) => {
    tell(line)
    if (signal.aborted) throw new StoppedError()
  }
}

async function openPortal({ site, tell }: Stage, id: string, token: string): Promise<void> {
  const links = await site.listLinks(token)
  const link = links.get(id)
  if (typeof link !== 'string')
    throw new SmokeFault(
      `The door answers with ${count(links.size)}, and none opens ${id}.`,
      'Is STRIPE_API_KEY a key of the same account as the key for set-up? npm run doctor looks.',
    )
  tell(`The door hands out ${count(links.size)}, that customer's among them.`)
  const portal = await fetch(link, { signal: AbortSignal.timeout(30_000) })
  if (!portal.ok)
    throw new SmokeFault(
      `Stripe's portal answers ${portal.status} to that link.`,
      'Open the page in a browser and press the entry: what does the portal say?',
    )
  tell(`${new URL(link).host} opens it (${portal.status}).`)
}

function count(links: number): string {
  return links === 1 ? 'one link' : `${links} links`
}

function askForAddress(asker: Asker): Promise<string> {
  return asker.line({
    message: 'An address where you read mail and that no customer has',
    example: 'you+portal@your-domain.com',
    judge: (text) =>
      /^[!-?A-~]+@[!-?A-~]+\.[a-z]{2,}$/i.test(text) ? undefined : 'That is no address.',
  })
}

async function askForProof(asker: Asker) {
  const text = await asker.secret({
    message: 'Copy the link of the mail, or its code, and paste it here (a link works once)',
    judge: (pasted) => (parsePaste(pasted) === null ? 'That is no link and no code.' : undefined),
  })
  return parsePaste(text)!
}
