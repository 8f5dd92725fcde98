import type { Asker } from '../terminal/ask.ts'
import { StoppedError } from '../terminal/stopping.ts'
import type { Deployment } from './deployment.ts'
import { parsePaste } from './parse-paste.ts'
import type { SignIn } from './sign-in.ts'
import { SmokeFault } from './smoke-fault.ts'
import type { TestCustomers } from './test-customers.ts'
import { waitForRow } from './wait-for-row.ts'

/** Nobody reads email there, and Stripe sends none in test mode. */
const movedTo = 'portal-gateway-smoke@example.com'

export type Stage = {
  customers: TestCustomers
  signIn: SignIn
  /** The page's address. */
  page: string
  site: Deployment
  tell: (line: string) => void
  asker: Asker
  email: string | null
  waitSeconds: number
  signal: AbortSignal
}

/** What a run has made so far, to be deleted at the end. */
export type Traces = { customers: string[]; accessToken: string | null }

/**
 * Plays the flow from the first purchase to the address that no longer opens it, and reports each step.
 * @param traces gets what must be deleted later, as soon as it exists
 * @throws {SmokeFault} if a step does not work
 * @throws {StoppedError} after the step at which the owner stopped it
 */
export async function play(order: Stage, traces: Traces): Promise<void> {
  const stage = { ...order, tell: tellUnlessStopped(order) }
  const { customers, signIn, site, tell, asker } = stage
  const address = stage.email ?? (await askForAddress(asker))
  for (const id of await customers.findLeftOver([address, movedTo])) {
    await customers.remove(id)
    tell(`Deleted ${id}, left behind by an earlier run.`)
  }
  const id = await customers.make(address)
  traces.customers.push(id)
  tell(`Created the customer ${id} with your address at Stripe.`)
  await waitForRow(stage, {
    id,
    what: 'added it to the table',
    isSo: (row) => row?.email === address,
  })

  tell(
    (await signIn.requestEmail(address))
      ? 'Supabase is sending you an email. It may take a minute.'
      : `A captcha guards the emails. Open ${stage.page} in a browser, and ask for the email to that address there.`,
  )
  const token = await signIn.prove(address, await askForProof(asker))
  traces.accessToken = token
  tell('It proves the address: Supabase has signed you in.')

  await openPortal(stage, id, token)
  await customers.move(id, movedTo)
  tell('Changed the address of the customer at Stripe.')
  await waitForRow(stage, {
    id,
    what: 'changed the address in the table',
    isSo: (row) => row?.email === movedTo,
  })
  const isStillListed = (await site.listLinks(token)).has(id)
  const verdict = await site.askFor(token, id)
  if (isStillListed || verdict !== 'customer_not_yours')
    throw new SmokeFault(
      `The old address still opens ${id} ("${verdict}").`,
      'This must never happen: take the page offline, and report it as SECURITY.md says.',
    )
  tell('The old address no longer opens it.')
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
      'Do STRIPE_API_KEY and the setup key belong to the same account? npm run doctor checks that.',
    )
  tell(`The door answers with ${count(links.size)}, including that customer's.`)
  const portal = await fetch(link, { signal: AbortSignal.timeout(30_000) })
  if (!portal.ok)
    throw new SmokeFault(
      `Stripe's portal answers ${portal.status} to that link.`,
      'Open the page in a browser and select the entry: what does the portal say?',
    )
  tell(`${new URL(link).host} opens it (${portal.status}).`)
}

function count(links: number): string {
  return links === 1 ? 'one link' : `${links} links`
}

function askForAddress(asker: Asker): Promise<string> {
  return asker.line({
    message: 'An email address of yours that no customer uses',
    example: 'you+portal@your-domain.com',
    judge: (text) =>
      /^[!-?A-~]+@[!-?A-~]+\.[a-z]{2,}$/i.test(text) ? undefined : 'That is not an email address.',
  })
}

async function askForProof(asker: Asker) {
  const text = await asker.secret({
    message:
      'Copy the link from the email, or the code, and paste it here (do not open the link: it works once)',
    judge: (pasted) =>
      parsePaste(pasted) === null ? 'That is neither a link nor a code.' : undefined,
  })
  return parsePaste(text)!
}
