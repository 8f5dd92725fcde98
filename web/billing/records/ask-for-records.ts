import type { InvoicesRequest, InvoicesResponse } from '#server/contract/invoices.ts'
import type { OrdersRequest, OrdersResponse } from '#server/contract/orders.ts'
import { askDoor } from '../../requests/ask-door.ts'
import type { Asking } from '../../requests/ask-door.ts'

/** Invoices of one customer. @throws the door's own codes, `answer_unreadable`, `offline`, `timeout` */
export function askForInvoices(asking: Asking, order: InvoicesRequest): Promise<InvoicesResponse> {
  const isAnswer = (body: object): body is InvoicesResponse =>
    'invoices' in body && Array.isArray(body.invoices)
  return askDoor(asking, { path: '/api/invoices', order, isAnswer })
}

/** Purchases as a guest. @throws the door's own codes, `answer_unreadable`, `offline`, `timeout` */
export function askForOrders(asking: Asking, order: OrdersRequest): Promise<OrdersResponse> {
  const isAnswer = (body: object): body is OrdersResponse =>
    'orders' in body && Array.isArray(body.orders)
  return askDoor(asking, { path: '/api/orders', order, isAnswer })
}

const stripesHosts = ['invoice.stripe.com', 'pay.stripe.com']
const loopback = ['127.0.0.1', 'localhost', '[::1]']

/** Whether a URL is an invoice, a PDF or a receipt at Stripe, or the stand-in's beside a page on this very machine. */
export function isRecordUrl(url: string, pageHost: string): boolean {
  let parsed: URL
  try {
    parsed = new URL(url)
  } catch {
    return false
  }
  const { protocol, hostname, host } = parsed
  if (protocol === 'http:') return loopback.includes(hostname) && loopback.includes(pageHost)
  return protocol === 'https:' && stripesHosts.includes(host)
}
