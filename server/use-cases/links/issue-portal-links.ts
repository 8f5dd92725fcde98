import type { PortalAllowance, PortalLink, PortalLinksResponse } from '../../contract/links.ts'
import { GatewayError } from '../../errors.ts'
import type { StripeProductNames } from '../../gateways/stripe/product-names.ts'
import type { StripeCustomers } from '../../gateways/stripe/customers.ts'
import type { StripePortalFeatures } from '../../gateways/stripe/portal-features.ts'
import type { StripePortal } from '../../gateways/stripe/portal.ts'
import type { CustomerRecords } from '../../gateways/supabase/customer-records.ts'
import type { Customer } from '../../rules/customer.ts'
import { compareCustomers, isUnderAddress } from '../../rules/customer.ts'
import type { OwnPage } from '../../rules/links/choose-questions.ts'
import type { LinksOrder } from '../../rules/links/parse-links-order.ts'
import { parseLinksOrder } from '../../rules/links/parse-links-order.ts'
import type { Proof } from '../../rules/proof-of-address.ts'
import type { AccessToken, CustomerId, FoldedAddress, ProductId } from '../../rules/proved.ts'
import { isCustomerId } from '../../rules/proved.ts'
import { toSummary } from '../../rules/subscription/summarize-subscription.ts'
import { toIso } from '../../rules/subscription/to-iso.ts'
import { readCustomer } from '../customers/read-customers.ts'
import { countRequest } from '../visitors/count-request.ts'
import { started } from '../visitors/started.ts'
import type { VisitorsWorld } from '../visitors/visitors-world.ts'
import { findOwnCustomers } from '../customers/find-own-customers.ts'

export type LinksWorld = VisitorsWorld & {
  records: CustomerRecords
  customers: StripeCustomers
  portal: StripePortal
  features: StripePortalFeatures
  names: StripeProductNames
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
  void world.names.warm()
  void world.features.warm()

  // The count opens the way to Stripe; the rows come in the same round.
  const { one, skip } = order
  const id = isCustomerId(one?.customer) ? one.customer : null
  const listing = started(one === null ? world.rows.listOwn(proof.token, skip) : null)
  const finding = started(id === null ? [] : world.rows.findOwn(proof.token, [id]))
  await countRequest(world, proof.address)
  const [page, [own]] = await Promise.all([listing, finding])
  const open = (customer: CustomerId) => openSession(world, order, customer)

  const issued =
    page === null
      ? { links: [await issueOne(world, proof.address, own, open)], more: false }
      : await issueAll(world, proof, page, open)
  await safe
  return { email: proof.email, livemode: world.livemode, ...issued }
}

async function issueAll(
  world: LinksWorld,
  proof: Proof & { token: AccessToken },
  page: OwnPage,
  open: (customer: CustomerId) => Promise<Session>,
): Promise<Omit<PortalLinksResponse, 'email' | 'livemode'>> {
  // Sessions are made while Stripe is asked about their customers, and held until it has answered. Those whom the
  // visitor had to ask for have their own made at the press.
  const most = page.skipped === 0 ? mostSessions : 0
  const sessions = new Map<CustomerId, Promise<Session>>()
  for (const { id } of page.oldest.slice(0, most)) sessions.set(id, open(id))

  const { customers, more, next } = await findOwnCustomers(world, proof, page)
  customers.sort(compareCustomers)
  for (const { id } of customers)
    if (sessions.size < most && !sessions.has(id)) sessions.set(id, open(id))

  const opened = await Promise.all(customers.map(async ({ id }) => sessions.get(id)))
  const tried = opened.filter((session) => session !== undefined)
  const failed = tried.filter((session) => 'error' in session)
  if (failed[0] !== undefined && failed.length === tried.length) throw failed[0].error

  const labels = await findLabels(world, customers)
  const links = customers.map((customer, place) => toLink(customer, urlOf(opened[place]), labels))
  return { links, more, ...(next === null ? {} : { next: String(next) }) }
}

async function issueOne(
  world: LinksWorld,
  address: FoldedAddress,
  id: CustomerId | undefined,
  open: (customer: CustomerId) => Promise<Session>,
): Promise<PortalLink> {
  const notYours = new GatewayError('customer_not_yours', 'the address has no such customer')
  if (id === undefined) throw notYours
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
    world.names.namesOf(ids.filter((id) => id !== null)),
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
    moreSubscriptions: customer.hasMoreSubscriptions,
    allows,
  }
}

function urlOf(session: Session | undefined): string | null {
  return session !== undefined && 'url' in session ? session.url : null
}
