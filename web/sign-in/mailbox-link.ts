import { h } from '../element/render.ts'
import type { Page } from '../state.ts'
import { fill } from '../words/fill.ts'

// Webmail services that can be told by the domain of an address. The mailboxes of other domains may be anywhere, and no
// link opens the inbox of an email program: `mailto:` would start a new message.
const mailboxes = [
  { service: 'Gmail', url: 'https://mail.google.com/', domains: 'gmail.com googlemail.com' },
  {
    service: 'Outlook',
    url: 'https://outlook.live.com/mail/',
    domains:
      'outlook.com outlook.de outlook.es outlook.fr outlook.jp hotmail.com hotmail.co.uk hotmail.de hotmail.es ' +
      'hotmail.fr hotmail.it live.com live.de live.fr msn.com',
  },
  {
    service: 'Yahoo! メール',
    url: 'https://mail.yahoo.co.jp/',
    domains: 'yahoo.co.jp ymail.ne.jp',
  },
  {
    service: 'Yahoo Mail',
    url: 'https://mail.yahoo.com/',
    domains: 'yahoo.com yahoo.co.uk yahoo.de yahoo.es yahoo.fr yahoo.it ymail.com rocketmail.com',
  },
  { service: 'iCloud', url: 'https://www.icloud.com/mail/', domains: 'icloud.com me.com mac.com' },
]

/** The webmail of an address; `null` if its domain doesn't tell. */
export function mailboxOf(email: string): { service: string; url: string } | null {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase()
  return mailboxes.find(({ domains }) => domains.split(' ').includes(domain)) ?? null
}

/** A link to the mailbox, for those who read their email in the browser. Nothing is fetched before the press. */
export function mailboxLink({ text }: Page, email: string): HTMLElement | null {
  const mailbox = mailboxOf(email)
  if (mailbox === null) return null
  const { service, url } = mailbox
  const attributes = {
    href: url,
    target: '_blank',
    rel: 'noreferrer',
    part: 'link',
    'data-action': 'open-mailbox',
  }
  return h('p', {}, h('a', attributes, fill(text.mailSent.open, { service })))
}
