import { fill } from '../fill.ts'
import { formatCount } from '../format.ts'
import { choosePlural } from '../fill.ts'
import { linkCard } from '../parts/link-card.ts'
import { endAtExpiry } from '../parts/end-at-expiry.ts'
import { icon } from '../parts/icon.ts'
import { signedInLine } from '../parts/signed-in-line.ts'
import type { Page, View } from '../page.ts'
import { h } from '../render.ts'
import type { StateOf } from '../state.ts'

/** One card for each customer record under the proven address. */
export function linksView(page: Page, { answer, receivedAt }: StateOf<'links'>): View {
  const { text, locale } = page
  const { email, links } = answer
  const count = formatCount(locale, links.length)
  page.say(fill(choosePlural(text.page.language, text.loading.found, links.length), { count }))
  endAtExpiry(page, email)
  return {
    heading: text.links.heading,
    wide: true,
    parts: [
      signedInLine(page, email),
      links.length > 1 && h('p', { class: 'lead' }, fill(text.links.several, { count })),
      ...links.map((link, index) => linkCard(page, { link, receivedAt, index })),
      h('p', { class: 'secured small' }, icon('lock'), text.links.stay),
    ],
  }
}
