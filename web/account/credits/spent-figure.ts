import { h, strong } from '../../element/render.ts'
import type { Page } from '../../state.ts'
import type { AccountWords } from '../../words/account/text.ts'
import { fillParts } from '../../words/fill.ts'
import { formatCount, formatCredits, formatDay, formatShortDay } from '../../words/format.ts'
import type { SpentDay } from '../ask-for-account.ts'
import { fillDays } from './spent-days.ts'

const height = 48
/** One day in the picture, and its bar within. */
const [width, barWidth] = [10, 8]

/** What was spent in the last thirty days: a sentence, a bar for each day, and the days to read. */
export function spentFigure(
  page: Page,
  words: AccountWords['balance'],
  spent: readonly SpentDay[],
): HTMLElement {
  const { locale } = page
  const sum = spent.reduce((total, { credits }) => total + credits, 0)
  const amount = strong(formatCredits(page, sum))
  const days = fillDays(spent, Date.now())
  const [first, last] = [days.at(0), days.at(-1)].map((each) =>
    h('span', {}, formatShortDay(locale, each?.day ?? '')),
  )
  const rows = spent
    .toReversed()
    .map(({ day, credits }) =>
      h(
        'li',
        {},
        h('span', {}, formatDay(locale, day)),
        h('span', { class: 'price' }, formatCredits(page, credits)),
      ),
    )
  return h(
    'div',
    { 'data-spent': String(sum) },
    h('p', {}, ...fillParts<Node | string>(words.spent, { amount, days: formatCount(locale, 30) })),
    h('div', { class: 'days' }, picture(days, page.text.page.direction === 'rtl')),
    h('div', { class: 'signed-in', 'aria-hidden': 'true' }, first!, last!),
    h(
      'details',
      {},
      h('summary', {}, words.days),
      h('ul', { class: 'records', role: 'list' }, ...rows),
    ),
  )
}

/** Bars in the order in which the page is read. Its attributes need no style, and its color is that of the words around. */
function picture(days: readonly SpentDay[], isMirrored: boolean): SVGElement {
  const most = Math.max(...days.map(({ credits }) => credits))
  const total = days.length * width
  const bars = days.map(({ credits }, place) => {
    // However little it was, it is seen.
    const size = credits === 0 ? 1 : Math.max(4, Math.round((height * credits) / most))
    const left = (isMirrored ? days.length - 1 - place : place) * width + (width - barWidth) / 2
    return draw('rect', {
      x: left,
      y: height - size,
      width: barWidth,
      height: size,
      ...(credits === 0 && { opacity: 0.4 }),
    })
  })
  return draw(
    'svg',
    {
      viewBox: `0 0 ${total} ${height}`,
      preserveAspectRatio: 'none',
      width: '100%',
      height,
      fill: 'currentColor',
      // The days below say the same in words.
      'aria-hidden': 'true',
    },
    ...bars,
  )
}

function draw(
  tag: string,
  attributes: Record<string, string | number>,
  ...children: SVGElement[]
): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value))
  element.append(...children)
  return element
}
