import { h, strong } from '../../element/render.ts'
import type { Asking } from '../../requests/ask-door.ts'
import type { Page } from '../../state.ts'
import { formatDate } from '../../words/format.ts'
import { isRecordUrl } from './ask-for-records.ts'
import type { RunPress } from './show.ts'

/** One row: an invoice, or a purchase. */
export type RecordRow = {
  /** ISO 8601. */
  at: string
  /** A number, or what was bought. */
  title: string | null
  amount: string
  /** What has become of it. */
  note: string | null
  links: { words: string; url: string | null }[]
}

export type RecordPage = { rows: RecordRow[]; next: string | null }

/**
 * Fills `place` with the newest records, and a button for older ones.
 * @throws what `ask` throws for the newest; a press for older ones says its own faults
 */
export async function fillWithRecords(
  page: Page,
  {
    place,
    none,
    ask,
    run,
  }: {
    place: HTMLElement
    none: string
    ask: (asking: Asking, after: string | null) => Promise<RecordPage>
    run: RunPress
  },
): Promise<void> {
  const { text } = page
  const list = h('ul', { class: 'records', role: 'list' })
  const load = async (after: string | null): Promise<void> => {
    const asking = {
      gateway: page.settings.gateway,
      accessToken: page.session.find() ?? '',
      signal: page.signal,
    }
    const { rows, next } = await ask(asking, after)
    const items = rows.map((row, index) =>
      rowOf(page, row, `${place.id}-${list.children.length + index}`),
    )
    list.append(...items)
    const older = h(
      'button',
      { type: 'button', class: 'quiet', 'data-action': 'older' },
      text.records.older,
    )
    older.addEventListener('click', () => run(older, () => load(next)))
    const isEmpty = list.children.length === 0 && next === null
    place.replaceChildren(
      isEmpty ? h('p', { class: 'hint' }, none) : list,
      ...(next === null ? [] : [older]),
    )
    if (isEmpty) page.say(none)
    // Whoever asked for older ones reads on with the first of them.
    else if (after !== null) items[0]?.querySelector('a')?.focus()
  }
  await load(null)
}

function rowOf(page: Page, { at, title, amount, note, links }: RecordRow, id: string): HTMLElement {
  const titleId = `${id}-title`
  const shown = links.flatMap(({ words, url }) =>
    url !== null && isRecordUrl(url, location.hostname) ? [{ words, url }] : [],
  )
  return h(
    'li',
    {},
    h(
      'span',
      { id: titleId },
      formatDate(page.locale, at),
      title !== null && ' · ',
      title !== null && h('bdi', {}, title),
    ),
    h('span', { class: 'price' }, strong(amount)),
    note !== null && h('span', { class: 'hint' }, note),
    ...shown.map(({ words, url }, place) => {
      const linkId = `${id}-${place}`
      return h(
        'a',
        {
          id: linkId,
          href: url,
          target: '_blank',
          rel: 'noreferrer',
          'aria-labelledby': `${linkId} ${titleId}`,
        },
        words,
      )
    }),
  )
}
