import { compareAge } from '../collection.ts'
import type { Account } from '../account.ts'
import { invalid, missing } from '../problem.ts'
import { subscriptionObject } from '../subscription-object.ts'
import {
  cancelSubscription,
  createSubscription,
  getSubscription,
  hasEnded,
  subscriptionsOf,
  type SubscriptionRecord,
} from '../subscriptions.ts'
import { findGroups, findInteger, findText, findTexts, getText } from '../wire/params.ts'
import type { Params } from '../wire/params.ts'
import { listObject } from '../wire/list.ts'
import { LIST_PARAMS, type Route } from '../wire/route.ts'
import { updateSubscription } from './update-subscription.ts'

export const subscriptionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/subscriptions',
    permission: 'rak_subscription_read',
    params: [...LIST_PARAMS, 'customer', 'price', 'status'],
    answer: ({ account, params }) => listSubscriptions(account, params, '/v1/subscriptions'),
  },
  {
    // The address that the list embedded in a customer names for its further pages.
    method: 'GET',
    path: '/v1/customers/:customer/subscriptions',
    permission: 'rak_subscription_read',
    params: [...LIST_PARAMS, 'status'],
    answer: ({ account, params, ids: [customer] }) =>
      listSubscriptions(
        account,
        { ...params, customer },
        `/v1/customers/${customer}/subscriptions`,
      ),
  },
  {
    method: 'POST',
    path: '/v1/subscriptions',
    permission: 'rak_subscription_write',
    params: ['customer', 'items', 'cancel_at', 'metadata', 'trial_end'],
    answer({ account, params }) {
      const items = findGroups(params, 'items')
      if (!items?.length) throw missing('items')
      const trialEnd = findInteger(params, 'trial_end') ?? null
      const record = createSubscription(account, {
        customer: getText(params, 'customer'),
        items: items.map((item) => ({
          price: getText(item, 'price'),
          quantity: findInteger(item, 'quantity') ?? 1,
        })),
        status: trialEnd === null ? 'active' : 'trialing',
        cancel_at: findInteger(params, 'cancel_at') ?? null,
        trial_end: trialEnd,
        metadata: findTexts(params, 'metadata') ?? {},
      })
      return subscriptionObject(account, record)
    },
  },
  {
    method: 'GET',
    path: '/v1/subscriptions/:subscription',
    permission: 'rak_subscription_read',
    params: [],
    answer: ({ account, ids: [id] }) => subscriptionObject(account, getSubscription(account, id)),
  },
  {
    method: 'POST',
    path: '/v1/subscriptions/:subscription',
    permission: 'rak_subscription_write',
    params: ['cancel_at', 'cancel_at_period_end', 'items', 'metadata', 'pause_collection'],
    answer({ account, ids: [id], params }) {
      const record = getSubscription(account, id)
      updateSubscription(account, record, params)
      return subscriptionObject(account, record)
    },
  },
  {
    method: 'DELETE',
    path: '/v1/subscriptions/:subscription',
    permission: 'rak_subscription_write',
    params: [],
    answer({ account, ids: [id] }) {
      const record = getSubscription(account, id)
      if (record.status === 'canceled') {
        throw invalid(`The subscription '${id}' is canceled already.`, 'id', 'resource_missing')
      }
      cancelSubscription(account, record)
      return subscriptionObject(account, record)
    },
  },
]

function listSubscriptions(account: Account, params: Params, url: string) {
  const customer = findText(params, 'customer')
  const price = findText(params, 'price')
  const hasStatus = readStatus(findText(params, 'status'))
  return listObject({
    url,
    kind: 'subscription',
    params,
    collection: account.subscriptions,
    ...(customer !== undefined && {
      entries: subscriptionsOf(account, customer).toSorted(compareAge),
    }),
    keep: (record) =>
      hasStatus(record) &&
      (price === undefined || record.items.some((item) => item.price === price)),
    toObject: (record) => subscriptionObject(account, record),
  })
}

/** Without a status: all but the canceled ones. */
function readStatus(status: string | undefined): (record: SubscriptionRecord) => boolean {
  switch (status) {
    case undefined:
      return (record) => record.status !== 'canceled'
    case 'all':
      return () => true
    case 'ended':
      return hasEnded
    default:
      return (record) => record.status === status
  }
}
