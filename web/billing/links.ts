import type { View } from '../element/page.ts'
import { h } from '../element/render.ts'
import { endAtExpiry } from '../parts/end-at-expiry.ts'
import { icon } from '../parts/icon.ts'
import { signedInLine } from '../parts/signed-in-line.ts'
import type { Page, StateOf } from '../state.ts'
import { choosePlural, fill } from '../words/fill.ts'
import type { Plural } from '../words/fill.ts'
import { formatCount } from '../words/format.ts'
import { linkCard } from './card/link-card.ts'
import { findTwins } from './card/twins.ts'
import { doneNotice } from './done.ts'
import { moreLinks } from './more-links.ts'
import { overdueNotice } from './overdue-notice.ts'
import { guestPurchases } from './records/guest-purchases.ts'

/** One card for each billing account under the proven address, in the order of the answer. */
export function linksView(page: Page, { answer, receivedAt }: StateOf<'links'>): View {
  const { text } = page
  const { email, more } = answer
  endAtExpiry(page, email)
  const links = [...answer.links]
  const lead = h('p', { class: 'lead' })
  const cards = h('div', { class: 'cards' })
  const show = (added: typeof links, isMore: boolean, at: number) => {
    const count = formatCount(page.locale, links.length)
    const inWords = (forms: Plural) =>
      fill(choosePlural(text.page.language, forms, links.length), { count })
    page.say(inWords(text.loading.found))
    lead.textContent = isMore ? text.links.moreThanShown : inWords(text.links.several)
    lead.hidden = !isMore && links.length < 2
    const twins = findTwins(links)
    const first = links.length - added.length
    cards.append(
      ...added.map((link, place) => {
        const isTwin = twins.has(link)
        return linkCard(page, { link, email, receivedAt: at, index: first + place, isTwin })
      }),
    )
  }
  show(links, more, receivedAt)
  return {
    heading: text.links.heading,
    wide: true,
    parts: [
      doneNotice(page, links),
      signedInLine(page, email),
      lead,
      overdueNotice(page, links, cards),
      cards,
      more &&
        moreLinks(page, answer, (found, isMore) => {
          const known = new Set(links.map(({ customer }) => customer))
          const added = found.filter(({ customer }) => !known.has(customer))
          links.push(...added)
          show(added, isMore, Date.now())
          const card = added[0] && cards.children[links.length - added.length]
          card?.querySelector<HTMLElement>('h2')?.focus()
          return added.length
        }),
      ...guestPurchases(page),
      h('p', { class: 'secured small' }, icon('lock'), text.links.stay),
    ],
  }
}
