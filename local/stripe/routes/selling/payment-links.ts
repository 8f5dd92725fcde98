import type { Account } from '../../account.ts'
import { listInOrder } from '../../api/list-in-order.ts'
import { listObject } from '../../api/list.ts'
import type { Params } from '../../api/params.ts'
import {
  findBoolean,
  findGroup,
  findGroups,
  findText,
  findTexts,
  findUrl,
  getText,
} from '../../api/params.ts'
import { invalid, missing } from '../../api/problem.ts'
import type { Resource } from '../../api/resource.ts'
import { getPrice } from '../../objects/catalogue/prices.ts'
import { plainPlan, termsOf } from '../../objects/selling/checkout-session.ts'
import { lineItemObject } from '../../objects/selling/line-items.ts'
import type { PaymentLink } from '../../objects/selling/payment-links.ts'
import {
  createPaymentLink,
  getPaymentLink,
  paymentLinksOf,
  updatePaymentLink,
} from '../../objects/selling/payment-links.ts'
import type { Mode } from './read-lines.ts'
import { readLines } from './read-lines.ts'
import { readTrial } from './read-trial.ts'

const path = '/v1/payment_links'
const changeable = [
  'active',
  'after_completion',
  'customer_creation',
  'inactive_message',
  'metadata',
]

/** Addresses by which anybody can buy. https://docs.stripe.com/api/payment-link */
export const paymentLinks: Resource = {
  routes: [
    {
      method: 'GET',
      path,
      permission: 'rak_payment_links_read',
      params: ['limit', 'starting_after', 'ending_before', 'active'],
      answer({ account, params }) {
        const active = findBoolean(params, 'active')
        return listObject({
          url: path,
          kind: 'payment_link',
          params,
          collection: paymentLinksOf(account),
          keep: ({ object }) => (active ?? object.active) === object.active,
          toObject: ({ object }) => ({ ...object }),
        })
      },
    },
    {
      method: 'POST',
      path,
      permission: 'rak_payment_links_write',
      params: [...changeable, 'allow_promotion_codes', 'line_items', 'subscription_data'],
      answer({ account, params }) {
        const lines = readLines(account, params, modeOf(account, params))
        const codes = findBoolean(params, 'allow_promotion_codes')
        return createPaymentLink(account, {
          lines,
          plan: readTrial(params),
          fields: { ...readLink(params), ...(codes && { allow_promotion_codes: codes }) },
        })
      },
    },
    {
      method: 'GET',
      path: `${path}/:link`,
      permission: 'rak_payment_links_read',
      params: [],
      answer: ({ account, ids: [id] }) => ({ ...getPaymentLink(account, id).object }),
    },
    {
      method: 'POST',
      path: `${path}/:link`,
      permission: 'rak_payment_links_write',
      params: changeable,
      answer: ({ account, ids: [id], params }) => updatePaymentLink(account, id, readLink(params)),
    },
    {
      method: 'GET',
      path: `${path}/:link/line_items`,
      permission: 'rak_payment_links_read',
      params: ['limit', 'starting_after', 'ending_before'],
      answer: ({ account, ids: [id], params }) =>
        listInOrder({ ...lineItemsOf(account, id), params }),
    },
  ],
  expandable: {
    payment_link: {
      line_items: {
        permission: 'rak_payment_links_read',
        expand: (account, id) => listInOrder({ ...lineItemsOf(account, id), params: {} }),
      },
    },
  },
}

function lineItemsOf(account: Account, id: string) {
  const { lines, plan } = getPaymentLink(account, id)
  const terms = termsOf({ ...plainPlan, ...plan })
  return {
    url: `${path}/${id}/line_items`,
    kind: 'line item',
    parts: lines,
    toObject: (line: (typeof lines)[number]) => lineItemObject(account, line, terms),
  }
}

/** A link has no mode of its own: one recurring price makes it a subscription's. */
function modeOf(account: Account, params: Params): Mode {
  const ids = (findGroups(params, 'line_items') ?? []).map((group) => findText(group, 'price'))
  const isRecurring = (id: string | undefined, index: number) =>
    id !== undefined && getPrice(account, id, `line_items[${index}][price]`).recurring !== null
  return ids.some(isRecurring) ? 'subscription' : 'payment'
}

function readLink(params: Params): Partial<PaymentLink> {
  const [active, creation] = [findBoolean(params, 'active'), findText(params, 'customer_creation')]
  const [message, metadata] = [findText(params, 'inactive_message'), findTexts(params, 'metadata')]
  const completion = findGroup(params, 'after_completion')
  return {
    ...(active !== undefined && { active }),
    ...(creation && { customer_creation: creation }),
    ...(message !== undefined && { inactive_message: message || null }),
    ...(metadata && { metadata }),
    ...(completion && { after_completion: readCompletion(completion) }),
  }
}

function readCompletion(group: Params): PaymentLink['after_completion'] {
  const type = getText(group, 'type')
  if (type === 'redirect') {
    const param = 'after_completion[redirect][url]'
    const url = findUrl(findGroup(group, 'redirect') ?? {}, 'url', param)
    if (url === null) throw missing(param)
    return { redirect: { url }, type }
  }
  if (type !== 'hosted_confirmation') {
    throw invalid(
      'Invalid after_completion[type]: must be one of redirect or hosted_confirmation',
      'after_completion[type]',
    )
  }
  const message = findText(findGroup(group, 'hosted_confirmation') ?? {}, 'custom_message')
  return { hosted_confirmation: { custom_message: message ?? null }, type }
}
