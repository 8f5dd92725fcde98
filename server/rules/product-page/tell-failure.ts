import type { Brand } from '../../../web/brand.ts'
import type { Page } from './frame.ts'
import { contactLine, framePage } from './frame.ts'
import { fragment } from './markup.ts'
import type { Speaker } from './speaker.ts'
import { wordsOf } from './words.ts'

/** One page for whatever isn't shown: unknown, archived, not on offer, of the other mode. */
export function tellUnknown(brand: Brand, speaker: Speaker): Page {
  const { plans, page } = speaker.text
  const { unknown } = wordsOf(page.language)
  const body = fragment`<h1>${unknown}</h1>
    <p><a href="/plans?lang=${page.language}">${plans.see}</a></p>
    ${contactLine(brand, speaker)}`
  return framePage(brand, speaker, { heading: unknown, body })
}

/** What is for sale can't be told now: whom to ask. */
export function tellFailure(brand: Brand, speaker: Speaker): Page {
  const { plans, faults } = speaker.text
  const body = fragment`<h1>${plans.failed}</h1>
    <p>${faults.lookup}</p>
    ${contactLine(brand, speaker)}`
  return framePage(brand, speaker, { heading: plans.failed, body })
}
