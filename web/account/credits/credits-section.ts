import type { Offer } from '#server/contract/offers.ts'
import { askForOffers } from '../../requests/ask-for-offers.ts'
import { PageFault } from '../../requests/faults.ts'
import type { Page } from '../../state.ts'
import { loadAccountWords } from '../../words/account/locale.ts'
import type { Account } from '../ask-for-account.ts'
import { fillSection, fillUnknown, sectionPlace } from '../section.ts'
import type { Section } from '../section.ts'

/**
 * The visitor's credits. There is no section where the account has none and had none lately, and nothing that is for sale
 * gives any: to whoever can't have credits, their absence says nothing (docs/decisions/0049).
 */
export function creditsSection(page: Page): Section {
  const place = sectionPlace('credits')
  let shown = ''
  let isExpected = false
  let offers: Promise<Offer[] | null> | undefined
  /** `null`: unknown, and asked again the next time. */
  const findOffers = () =>
    (offers ??= askForCredits(page).catch(() => {
      offers = undefined
      return null
    }))
  return {
    element: place,
    async show(account) {
      const known = findOffers()
      const isNew = !hasCredits(account)
      isExpected = !isNew || Boolean((await known)?.length)
      if (!isExpected) {
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
      const buy = buyPart(page, words, { account, offers: await known, isNew })
      const before = place.querySelector('[data-buy]')
      if (before?.outerHTML === buy?.outerHTML) return
      before?.remove()
      if (buy !== null) place.append(buy)
    },
    async showUnknown(ask) {
      isExpected ||= Boolean((await findOffers())?.length)
      if (!isExpected) return
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

function hasCredits({ balance, lots, spent }: Account): boolean {
  return balance !== 0 || lots.length > 0 || spent.length > 0
}

/** What is for sale and gives credits. @throws as `askForOffers` */
async function askForCredits({ settings, signal }: Page): Promise<Offer[]> {
  const offers = await askForOffers(settings.gateway, signal)
  return offers.filter(({ credits, creditsPer100 }) => credits !== null || creditsPer100 !== null)
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
