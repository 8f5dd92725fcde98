import { h } from '../../element/render.ts'
import { showDoorFault } from '../../parts/after-fault.ts'
import { createErrorSummary } from '../../parts/error-summary.ts'
import { answerPress } from '../../parts/pending.ts'
import { PageFault } from '../../requests/faults.ts'
import type { Page } from '../../state.ts'
import type { RunPress, ShowRecords } from './show.ts'

/** The code that shows records. It comes with the first press, so that the first view does without it. */
export type RecordsCode = typeof import('./show-records.ts')

/** A button that shows records below it, fetched at its first press, and hides them again. */
export function recordsButton(
  page: Page,
  {
    words,
    id,
    style,
    action,
    labelledBy,
    choose,
  }: {
    words: string
    id: string
    style: string
    action: string
    /** The id of what it is about, if its own words don't say so. */
    labelledBy: string | null
    choose: (code: RecordsCode) => ShowRecords
  },
): { button: HTMLButtonElement; below: HTMLElement[] } {
  const place = h('div', { id: `${id}-records`, class: 'place', hidden: true })
  const summary = createErrorSummary(page)
  const button = h(
    'button',
    {
      id,
      type: 'button',
      class: style,
      'data-action': action,
      'data-main': style === 'main',
      'aria-expanded': 'false',
      'aria-controls': place.id,
      'aria-labelledby': labelledBy === null ? null : `${id} ${labelledBy}`,
    },
    words,
  )
  const show = (isShown: boolean) => {
    place.hidden = !isShown
    button.setAttribute('aria-expanded', String(isShown))
  }
  const run: RunPress = (pressed, task) => {
    summary.clear()
    void answerPress(page, {
      button: pressed,
      words: page.text.records.loading,
      task,
      onFault(fault) {
        if (fault.code !== 'permission_missing') return showDoorFault(page, fault, summary)
        // The owner's key may not: that closes these records, and not the page.
        place.replaceChildren(h('p', { class: 'hint' }, page.text.records.unavailable))
        page.say(page.text.records.unavailable)
        show(true)
      },
    })
  }
  button.addEventListener('click', () => {
    if (place.childElementCount > 0) return show(button.getAttribute('aria-expanded') === 'false')
    run(button, async () => {
      await choose(await loadCode())(place, run)
      show(true)
    })
  })
  return { button, below: [summary.element, place] }
}

async function loadCode(): Promise<RecordsCode> {
  try {
    return await import('./show-records.ts')
  } catch (cause) {
    throw new PageFault('offline', 'The code for records did not come', { cause })
  }
}
