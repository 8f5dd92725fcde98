import type { Offer } from '#server/contract/offers.ts'
import { h, present, strong } from '../../element/render.ts'
import type { Page } from '../../state.ts'
import type { AccountWords } from '../../words/account/text.ts'
import { fill, fillParts } from '../../words/fill.ts'
import { formatCredits, formatDate, formatPrice } from '../../words/format.ts'
import type { Account } from '../ask-for-account.ts'
import { findPlansUrl } from './find-plans-url.ts'
import { joinLots } from './join-lots.ts'
import { spentFigure } from './spent-figure.ts'

/** So many lots are read at once; the others are folded away. */
const fewLots = 5
/** So many offers are named; the page with the prices has them all. */
const fewOffers = 3

/**
 * What there is, when it ends, and what was spent. Loaded where somebody has credits, or can buy some; the section is not
 * imported from here, so that the bundle stays in these pieces.
 */
export function creditsParts(
  page: Page,
  { balance: words }: AccountWords,
  account: Account,
): (Node | string)[] {
  const { balance, spent } = account
  const amount = strong(formatCredits(page, Math.abs(balance)))
  const sentence = balance < 0 ? words.debt : words.left
  return present([
    balance === 0
      ? h('p', { 'data-balance': '0' }, words.none)
      : h(
          'p',
          { class: balance < 0 ? 'overdue' : 'lead', 'data-balance': String(balance) },
          h('span', {}, ...fillParts<Node>(sentence, { amount })),
        ),
    ...lotLists(page, words, account),
    spent.length > 0 && spentFigure(page, words, spent),
  ])
}

/** What ends when: lots with the same end are one line. */
function lotLists(page: Page, words: AccountWords['balance'], { lots }: Account): HTMLElement[] {
  const rows = joinLots(lots, (iso) => formatDate(page.locale, iso)).map(({ left, date }) =>
    h(
      'li',
      {},
      h('span', { class: 'price' }, formatCredits(page, left)),
      h('span', {}, date === null ? words.endless : fill(words.endsBy, { date })),
    ),
  )
  if (rows.length === 0) return []
  const list = (items: HTMLElement[]) => h('ul', { class: 'records', role: 'list' }, ...items)
  const [first, rest] = [rows.slice(0, fewLots), rows.slice(fewLots)]
  const later = h('details', {}, h('summary', {}, words.later), list(rest))
  return [h('div', { 'data-lots': true }, list(first), ...(rest.length > 0 ? [later] : []))]
}

/**
 * The way to more, if there is any.
 * @param about.offers what gives credits; `null`, if that is unknown: then the prices say what there is
 * @param about.isNew they never had any, and came for something else: nothing is named
 */
export function buyPart(
  page: Page,
  { balance: words }: AccountWords,
  { account, offers, isNew }: { account: Account; offers: Offer[] | null; isNew: boolean },
): HTMLElement | null {
  if (offers?.length === 0) return null
  const id = account.account
  const named = isNew ? [] : (offers ?? [])
  const rows = named.filter(isPack).slice(0, fewOffers)
  const href = findPlansUrl(page.settings, location.href, id)
  const list = h(
    'ul',
    { class: 'records', role: 'list' },
    ...rows.map((offer) => offerRow(page, offer)),
  )
  return h(
    'div',
    { class: 'cards', 'data-buy': true },
    rows.length > 0 && list,
    h(
      'div',
      { class: 'row' },
      h('a', { class: 'button', href, 'data-action': 'buy-credits' }, words.buy),
      h('span', { class: 'hint' }, fill(words.ending, { ending: id.slice(-4) })),
    ),
  )
}

/** Paid once, for so many credits. */
function isPack({ credits, interval }: Offer): boolean {
  return credits !== null && interval === null
}

function offerRow(page: Page, offer: Offer): HTMLElement {
  const { name, credits, amount: amountMinor, currency, interval, intervalCount } = offer
  const price = formatPrice(page, { amountMinor, currency, interval, intervalCount })
  return h(
    'li',
    {},
    h('bdi', {}, name),
    h('span', {}, formatCredits(page, credits ?? 0)),
    price !== null && h('span', { class: 'price' }, price),
  )
}
