import type { Account } from '../account.ts'
import { getPrice } from '../catalogue.ts'
import { invalid } from '../problem.ts'
import { changeSubscription, hasEnded, scheduleCancellation } from '../subscriptions.ts'
import type { SubscriptionItemRecord, SubscriptionRecord } from '../subscriptions.ts'
import { findBoolean, findGroup, findGroups, findInteger, findText } from '../wire/params.ts'
import { findTexts, getText, type Params } from '../wire/params.ts'

/** `POST /v1/subscriptions/:id`: each parameter that is there changes its part. */
export function updateSubscription(
  account: Account,
  record: SubscriptionRecord,
  params: Params,
): void {
  if (hasEnded(record)) {
    throw invalid(`The subscription '${record.id}' has ended and can't be changed.`)
  }
  const items = findGroups(params, 'items')
  const metadata = findTexts(params, 'metadata')
  const atPeriodEnd = findBoolean(params, 'cancel_at_period_end')
  if (atPeriodEnd === true) scheduleCancellation(account, record)
  changeSubscription(account, record, {
    ...(items && {
      items: items.reduce((all, item) => changeItem(account, all, item), record.items),
    }),
    ...(metadata && { metadata: { ...record.metadata, ...metadata } }),
    ...(atPeriodEnd === false && { cancelAtPeriodEnd: false, cancelAt: null, canceledAt: null }),
    ...('cancel_at' in params && readCancelAt(params)),
    ...('pause_collection' in params && { pause: readPause(params) }),
  })
}

function changeItem(
  account: Account,
  items: SubscriptionItemRecord[],
  change: Params,
): SubscriptionItemRecord[] {
  const id = getText(change, 'id')
  if (!items.some((item) => item.id === id)) {
    throw invalid(`No such subscription item: '${id}'`, 'items[0][id]', 'resource_missing')
  }
  const price = findText(change, 'price')
  const quantity = findInteger(change, 'quantity')
  return items.map((item) => {
    if (item.id !== id) return item
    return {
      ...item,
      ...(price !== undefined && { price: getPrice(account, price, 'items[0][price]').id }),
      ...(quantity !== undefined && { quantity }),
    }
  })
}

function readCancelAt(params: Params): Partial<SubscriptionRecord> {
  const cancelAt = params['cancel_at'] === '' ? null : (findInteger(params, 'cancel_at') ?? null)
  return { cancelAt, cancelAtPeriodEnd: false }
}

function readPause(params: Params): SubscriptionRecord['pause'] {
  const pause = findGroup(params, 'pause_collection')
  if (!pause) return null
  return {
    behavior: getText(pause, 'behavior'),
    resumes_at: findInteger(pause, 'resumes_at') ?? null,
  }
}
