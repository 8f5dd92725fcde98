import type { PortalLink } from '#server/contract/links.ts'
import { h } from '../element/render.ts'
import type { Child } from '../element/render.ts'
import { createField } from '../parts/field.ts'
import type { Page } from '../state.ts'
import { choosePlural, fill } from '../words/fill.ts'
import { formatCount } from '../words/format.ts'
import { linkCard } from './card/link-card.ts'
import { findTwins } from './card/twins.ts'

/** Above that many, a list is no longer read from end to end. */
const longList = 10

/** The cards, in the order in which they were added. */
export type CardList = {
  parts: Child[]
  /** @param receivedAt when their links came, in ms since 1970 */
  add(links: readonly PortalLink[], receivedAt: number): void
  /** Brings a card into view, and gives its heading the focus. */
  lead(customer: string): void
  /** Gives the focus to the first of these that isn't folded away, or else to what folds them. */
  leadToFirst(links: readonly PortalLink[]): void
}

/**
 * A list that stays usable with hundreds of cards: above ten, those without a current subscription are folded away, and
 * a field finds a card by whatever is written on it.
 */
export function createCardList(page: Page, email: string): CardList {
  const { text, locale } = page
  const cards = h('div', { class: 'cards' })
  const earlier = h('div', { class: 'cards' })
  const summary = h('summary', {})
  const folded = h('details', { class: 'earlier', hidden: true }, summary, earlier)
  const field = createField({
    name: 'find',
    label: text.links.find,
    hint: text.links.findHint,
    value: '',
    attributes: { type: 'search', autocomplete: 'off', dir: 'auto' },
  })
  field.element.hidden = true
  field.input.addEventListener('input', filter)
  const links: PortalLink[] = []
  const cardOf = new Map<string, HTMLElement>()

  function add(added: readonly PortalLink[], receivedAt: number): void {
    links.push(...added)
    const twins = findTwins(links)
    for (const link of added) {
      const { customer } = link
      const isTwin = twins.has(link)
      cardOf.set(customer, linkCard(page, { link, email, receivedAt, index: cardOf.size, isTwin }))
    }
    const isLong = links.length > longList
    const isEnded = ({ subscriptions }: PortalLink) => subscriptions?.length === 0
    const isFolded = isLong && links.some((link) => !isEnded(link))
    for (const link of links)
      (isFolded && isEnded(link) ? earlier : cards).append(cardOf.get(link.customer) ?? '')
    field.element.hidden = !isLong
    const count = earlier.childElementCount
    folded.hidden = count === 0
    const sentence = choosePlural(text.page.language, text.links.earlier, count)
    summary.textContent = fill(sentence, { count: formatCount(locale, count) })
    if (field.input.value !== '') filter()
  }

  function filter(): void {
    const wanted = fold(field.input.value)
    let count = 0
    for (const [customer, card] of cardOf) {
      card.hidden = !fold(`${card.textContent} ${customer}`).includes(wanted)
      if (!card.hidden) count += 1
    }
    folded.open =
      wanted !== '' && [...earlier.children].some((card) => !(card as HTMLElement).hidden)
    const sentence = choosePlural(text.page.language, text.loading.found, count)
    page.say(fill(sentence, { count: formatCount(locale, count) }))
  }

  return {
    parts: [field.element, cards, folded],
    add,
    lead(customer) {
      const card = cardOf.get(customer)
      if (card === undefined) return
      if (earlier.contains(card)) folded.open = true
      card.querySelector<HTMLElement>('h2')?.focus()
    },
    leadToFirst(added) {
      const all = added.map(({ customer }) => cardOf.get(customer))
      const card = all.find((each) => folded.open || cards.contains(each ?? null))
      if (card === undefined) summary.focus()
      else card.querySelector<HTMLElement>('h2')?.focus()
    },
  }
}

/** What is typed matches whatever its capitals and accents. */
function fold(words: string): string {
  return words.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim()
}
