import { h } from '../../element/render.ts'
import { icon } from '../../parts/icon.ts'
import type { Page } from '../../state.ts'
import { fillSection, fillUnknown, sectionPlace } from '../section.ts'
import type { Section } from '../section.ts'
import { askForTitles } from './ask-for-titles.ts'
import type { Access } from './ask-for-titles.ts'
import { nameAccess } from './name-access.ts'

/** What the visitor can use now. */
export function accessSection(page: Page): Section {
  const { heading, unknown } = page.text.account
  const place = sectionPlace('access')
  return {
    element: place,
    async show({ access }, asking) {
      showAccess(page, place, await askForTitles(asking, access))
    },
    showUnknown: (ask) => fillUnknown(page, place, { heading, words: unknown, ask }),
  }
}

function showAccess(page: Page, place: HTMLElement, access: Access[]): void {
  const words = access.map((each) => nameAccess(page, each)).filter((each) => each !== null)
  const shown = [...place.querySelectorAll('bdi')].map(({ textContent }) => textContent)
  // Whoever reads it isn't interrupted by the same again.
  if (shown.length > 0 && shown.join('\n') === words.join('\n')) return
  const chips = words.map((each) =>
    h('li', { class: 'status good' }, icon('check'), h('bdi', { class: 'strong' }, each)),
  )
  const { heading } = page.text.account
  fillSection(place, heading, h('ul', { class: 'facts', role: 'list' }, ...chips))
  place.hidden = chips.length === 0
}
