import type { PortalLink } from '#server/contract/links.ts'
import { accountSections } from '../account/account-sections.ts'
import type { View } from '../element/page.ts'
import { h } from '../element/render.ts'
import { endAtExpiry } from '../parts/end-at-expiry.ts'
import { icon } from '../parts/icon.ts'
import { signedInLine } from '../parts/signed-in-line.ts'
import { supportLine } from '../parts/support-line.ts'
import type { Page, StateOf } from '../state.ts'
import { choosePlural, fill } from '../words/fill.ts'
import type { Plural } from '../words/fill.ts'
import { formatCount } from '../words/format.ts'
import { createCardList } from './card-list.ts'
import { doneNotice, takePlace } from './done.ts'
import { moreLinks } from './more-links.ts'
import { overdueNotice } from './overdue-notice.ts'
import { guestPurchases } from './records/guest-purchases.ts'

/** One card for each billing account under the proven address, in the order of the answer. */
export function linksView(page: Page, { answer, receivedAt }: StateOf<'links'>): View {
  const { text } = page
  const { email, more, livemode } = answer
  endAtExpiry(page, email)
  const links: PortalLink[] = []
  const lead = h('p', { class: 'lead' })
  const list = createCardList(page, email)
  const show = (added: PortalLink[], isMore: boolean, at: number) => {
    links.push(...added)
    list.add(added, at)
    const count = formatCount(page.locale, links.length)
    const inWords = (forms: Plural) =>
      fill(choosePlural(text.page.language, forms, links.length), { count })
    page.say(inWords(text.loading.found))
    lead.textContent = isMore ? text.links.moreThanShown : inWords(text.links.several)
    lead.hidden = !isMore && links.length < 2
  }
  show(answer.links, more, receivedAt)
  const notice = doneNotice(page, links)
  const place = takePlace()
  if (notice === null && place !== null && place !== links[0]?.customer)
    queueMicrotask(() => list.lead(place))
  const account = accountSections(page, { livemode, isBack: place !== null }, [
    ...guestPurchases(page),
    h('p', { class: 'secured small' }, icon('lock'), text.links.stay),
    supportLine(page),
  ])
  return {
    heading: text.links.heading,
    wide: true,
    arriving: account.arriving,
    parts: [
      notice,
      signedInLine(page, email),
      lead,
      overdueNotice(page, links, list),
      ...list.parts,
      more &&
        moreLinks(page, answer, (found, isMore) => {
          const known = new Set(links.map(({ customer }) => customer))
          const added = found.filter(({ customer }) => !known.has(customer))
          show(added, isMore, Date.now())
          if (added.length > 0) list.leadToFirst(added)
          return added.length
        }),
      ...account.parts,
    ],
  }
}
