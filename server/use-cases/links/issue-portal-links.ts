import type { PortalAllowance, PortalLink, PortalLinksResponse } from '../../contract/links.ts'
import { GatewayError } from '../../errors.ts'
import type { StripeCatalogue } from '../../gateways/stripe/catalogue.ts'
import type { StripeCustomers } from '../../gateways/stripe/customers.ts'
import type { StripePortalFeatures } from '../../gateways/stripe/portal-features.ts'
import type { StripePortal } from '../../gateways/stripe/portal.ts'
import type { AccessTokens } from '../../gateways/supabase/access-tokens.ts'
import type { CustomerRecords } from '../../gateways/supabase/customer-records.ts'
import type { OwnRow, OwnRows } from '../../gateways/supabase/own-rows.ts'
import type { ProjectSettings } from '../../gateways/supabase/project-settings.ts'
import type { RequestCounts } from '../../gateways/supabase/request-counts.ts'
import type { Customer } from '../../rules/customer.ts'
import { compareCustomers, isUnderAddress } from '../../rules/customer.ts'
import type { LinksOrder } from '../../rules/links/parse-links-order.ts'
import { parseLinksOrder } from '../../rules/links/parse-links-order.ts'
import type { Proof } from '../../rules/proof-of-address.ts'
import type { AccessToken, CustomerId, FoldedAddress, ProductId } from '../../rules/proved.ts'
import { isCustomerId } from '../../rules/proved.ts'
import { toSummary } from '../../rules/subscription/summarize-subscription.ts'
import { toIso } from '../../rules/subscription/to-iso.ts'
import { readCustomer } from '../customers/read-customers.ts'
import { findOwnCustomers } from './find-own-customers.ts'

export type LinksWorld = {
  tokens: AccessTokens
  project: ProjectSettings
  counts: RequestCounts
  rows: OwnRows
  records: CustomerRecords
  customers: StripeCustomers
  portal: StripePortal
  features: StripePortalFeatures
  catalogue: StripeCatalogue
  livemode: boolean
  frontendUrl: string
  /** Where `returnUrl` may lead. */
  origins: readonly string[]
}

type Session = { url: string } | { error: unknown }

/** Stripe allows 25 calls a second at each endpoint, and a session dies after five unused minutes. */
const mostSessions = 10

/**
 * Gives a proven address its links into the billing portal: one for every customer under it, or one fresh link.
 *
 * @param request the `Authorization` header and the raw JSON body
 * @throws every code of `POST /api/portal-links` in docs/errors.md
 */
export async function issuePortalLinks(
  world: LinksWorld,
  request: { authorization: string | null; body: string },
): Promise<PortalLinksResponse> {
  const safe = started(world.project.assertConfirmationsOn())
  const proof = await world.tokens.prove(request.authorization)
  const order = parseLinksOrder(request.body, world.origins)
  void world.catalogue.warm()
  void world.features.warm()

  // The count opens the way to Stripe; the rows come in the same round.
  const listing = started(world.rows.listOwn(proof.token))
  const wait = await world.counts.countRequest(proof.address)
  if (wait > 0)
    throw new GatewayError('rate_limited', 'one address asked more than 120 times in ten minutes', {
      retryAfterSeconds: wait,
    })
  const own = await listing
  const open = (customer: CustomerId) => openSession(world, order, customer)

  const links =
    order.one === null
      ? await issueAll(world, proof, own, open)
      : [await issueOne(world, proof.address, order.one.customer, own, open)]
  await safe
  return { email: proof.email, links }
}

async function issueAll(
  world: LinksWorld,
  proof: Proof & { token: AccessToken },
  own: OwnRow[],
  open: (customer: CustomerId) => Promise<Session>,
): Promise<PortalLink[]> {
  // Up to ten rows: their sessions are made while Stripe is asked about them, and held until it has answered.
  const sessions = new Map<CustomerId, Promise<Session>>()
  if (own.length <= mostSessions) for (const { id } of own) sessions.set(id, open(id))

  const customers = (await findOwnCustomers(world, proof, own)).sort(compareCustomers)
  for (const { id } of customers.slice(0, mostSessions))
    if (!sessions.has(id)) sessions.set(id, open(id))

  const opened = await Promise.all(customers.map(async ({ id }) => sessions.get(id)))
  const tried = opened.filter((session) => session !== undefined)
  const failed = tried.filter((session) => 'error' in session)
  if (failed[0] !== undefined && failed.length === tried.length) throw failed[0].error

  const labels = await findLabels(world, customers)
  return customers.map((customer, place) => toLink(customer, urlOf(opened[place]), labels))
}

async function issueOne(
  world: LinksWorld,
  address: FoldedAddress,
  id: string,
  own: OwnRow[],
  open: (customer: CustomerId) => Promise<Session>,
): Promise<PortalLink> {
  const notYours = new GatewayError('customer_not_yours', 'the address has no such customer')
  if (!isCustomerId(id) || !own.some((row) => row.id === id)) throw notYours
  const [answer, session] = await Promise.all([
    world.customers.findCustomer(id, 'with subscriptions'),
    open(id),
  ])
  if (answer.kind !== 'customer' || !isUnderAddress(answer.customer, address)) {
    await readCustomer(world, id)
    throw notYours
  }
  if ('error' in session) throw session.error
  const labels = await findLabels(world, [answer.customer])
  return toLink(answer.customer, session.url, labels)
}

async function openSession(
  world: LinksWorld,
  order: LinksOrder,
  customer: CustomerId,
): Promise<Session> {
  try {
    const url = await world.portal.openSession({
      customer,
      locale: order.locale,
      returnUrl: order.returnUrl ?? world.frontendUrl,
      flow: order.one?.flow ?? null,
      subscription: order.one?.subscription ?? null,
    })
    return { url }
  } catch (error) {
    return { error }
  }
}

type Labels = { names: ReadonlyMap<ProductId, string>; allows: PortalAllowance[] }

/** An answer without customers waits for nothing. */
async function findLabels(world: LinksWorld, customers: Customer[]): Promise<Labels> {
  const ids = customers.flatMap(({ subscriptions }) =>
    (subscriptions ?? []).map(({ product }) => product),
  )
  const [names, allows] = await Promise.all([
    world.catalogue.namesOf(ids.filter((id) => id !== null)),
    customers.length === 0 ? [] : world.features.allowed(),
  ])
  return { names, allows }
}

function toLink(customer: Customer, url: string | null, { names, allows }: Labels): PortalLink {
  return {
    customer: customer.id,
    url,
    name: customer.name,
    createdAt: toIso(customer.created),
    subscriptions: customer.subscriptions?.map((each) => toSummary(each, names)) ?? null,
    allows,
  }
}

function urlOf(session: Session | undefined): string | null {
  return session !== undefined && 'url' in session ? session.url : null
}

/** A promise that is awaited later: if something else fails first, its own failure must not go unhandled. */
function started<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined)
  return promise
}
