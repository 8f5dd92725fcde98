import { PageFault } from '../../requests/faults.ts'
import type { Page } from '../../state.ts'
import { loadAccountWords } from '../../words/account/locale.ts'
import { hasCredits } from '../credits-here.ts'
import type { CreditsHere } from '../credits-here.ts'
import { fillSection, fillUnknown, sectionPlace } from '../section.ts'
import type { Section } from '../section.ts'

/**
 * The visitor's credits. There is no section where the account has none and had none lately, and nothing that is for sale
 * gives any: to whoever can't have credits, their absence says nothing (docs/decisions/0049).
 */
export function creditsSection(page: Page, here: CreditsHere): Section {
  const place = sectionPlace('credits')
  let shown = ''
  return {
    element: place,
    async show(account) {
      if (!(await here.areExpected(account))) {
        shown = ''
        place.hidden = true
        return
      }
      const { creditsParts, buyPart, words } = await loadCode(page)
      const told = JSON.stringify(account)
      // Whoever reads it isn't interrupted by the same again.
      if (told !== shown)
        fillSection(place, words.balance.heading, ...creditsParts(page, words, account))
      shown = told
      const offers = await here.findOffers()
      const buy = buyPart(page, words, { account, offers, isNew: !hasCredits(account) })
      const before = place.querySelector('[data-buy]')
      if (before?.outerHTML === buy?.outerHTML) return
      before?.remove()
      if (buy !== null) place.append(buy)
    },
    async showUnknown(ask) {
      if (!(await here.areExpected(null))) return
      shown = ''
      const { heading, unknown } = await loadCode(page).then(
        ({ words }) => words.balance,
        // Its own words didn't come, either.
        () => page.text.account,
      )
      if (!page.signal.aborted) fillUnknown(page, place, { heading, words: unknown, ask })
    },
  }
}

/** The code and the words come only where there is something to show. @throws `offline` */
async function loadCode({ brand, text }: Page) {
  try {
    const [code, words] = await Promise.all([
      import('./show-credits.ts'),
      loadAccountWords(text.page.language, brand.text),
    ])
    return { ...code, words }
  } catch (cause) {
    throw new PageFault('offline', 'The code for credits did not come', { cause })
  }
}
