import type { Account } from '../../account.ts'
import type { Params } from '../../api/params.ts'
import { findText } from '../../api/params.ts'
import type { Delivery } from '../../webhooks/courier.ts'
import type { Html } from '../html.ts'
import { html } from '../html.ts'
import { layout } from '../layout.ts'
import type { Page } from '../page.ts'
import { customersSection } from './customers.ts'
import { deliveriesSection, endpointsSection } from './deliveries.ts'
import { linksSection } from './links.ts'
import { paymentsSection } from './payments.ts'
import { press } from './press.ts'
import { subscriptionsSection } from './subscriptions.ts'

type Visit = { query: Params; form: Params | null; deliveries: readonly Delivery[] }

/** By the path behind the stand-in's address. */
const pages = {
  '': {
    title: 'Customers',
    sections: (account, { query, deliveries }) =>
      html`${customersSection(account, findText(query, 'q')?.trim() ?? '')}
      ${endpointsSection(account)} ${deliveriesSection(deliveries)}`,
  },
  payments: { title: 'Payments', sections: paymentsSection },
  subscriptions: { title: 'Subscriptions', sections: subscriptionsSection },
  links: { title: 'Payment Links', sections: linksSection },
} as const satisfies Record<
  string,
  { title: string; sections: (account: Account, visit: Visit) => Html }
>

export type DashboardPath = keyof typeof pages

/** Whether the dashboard has a page at this path, which is without its slash. */
export function isDashboardPath(path: string): path is DashboardPath {
  return Object.hasOwn(pages, path)
}

/** What the site's owner sees at Stripe. Its buttons act for them. */
export function answerDashboard(account: Account, path: DashboardPath, visit: Visit): Page {
  const base = `${account.world.publicUrl()}/`
  if (visit.form) return { location: press(account, visit.form, base) ?? `${base}${path}` }
  const { title, sections } = pages[path]
  const ways = Object.entries(pages).map(([each, page]) =>
    each === path
      ? html`<strong>${page.title}</strong>`
      : html`<a href="${each || '?'}">${page.title}</a>`,
  )
  const content = html`<h1>Stripe on this machine</h1>
    <nav><p>${ways}</p></nav>
    ${sections(account, visit)}`
  return { status: 200, body: layout({ title: `${title}, Stripe on this machine`, base, content }) }
}
