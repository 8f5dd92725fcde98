import type { PortalLink } from '#server/contract/links.ts'
import type { View } from '../element/page.ts'
import { h } from '../element/render.ts'
import { endAtExpiry } from '../parts/end-at-expiry.ts'
import { icon } from '../parts/icon.ts'
import { signedInLine } from '../parts/signed-in-line.ts'
import type { Page, StateOf } from '../state.ts'
import { choosePlural, fill } from '../words/fill.ts'
import type { Plural } from '../words/fill.ts'
import { formatCount } from '../words/format.ts'
import { isOverdue } from './card/actions.ts'
import { linkCard } from './card/link-card.ts'
import { findTwins } from './card/twins.ts'
import { doneNotice } from './done.ts'

/** One card for each billing account under the proven address; those with an overdue payment come first. */
export function linksView(page: Page, { answer, receivedAt }: StateOf<'links'>): View {
  const { text, locale } = page
  const { email, links } = answer
  const count = formatCount(locale, links.length)
  const inWords = (forms: Plural) =>
    fill(choosePlural(text.page.language, forms, links.length), { count })
  page.say(inWords(text.loading.found))
  endAtExpiry(page, email)
  const twins = findTwins(links)
  return {
    heading: text.links.heading,
    wide: true,
    parts: [
      doneNotice(page, links),
      signedInLine(page, email),
      links.length > 1 && h('p', { class: 'lead' }, inWords(text.links.several)),
      ...[...links.filter(isBehind), ...links.filter((link) => !isBehind(link))].map(
        (link, index) =>
          linkCard(page, { link, email, receivedAt, index, isTwin: twins.has(link) }),
      ),
      h('p', { class: 'secured small' }, icon('lock'), text.links.stay),
    ],
  }
}

function isBehind({ subscriptions }: PortalLink): boolean {
  return subscriptions?.some(isOverdue) === true
}
