import type { Offer } from '#server/contract/offers.ts'
import { askForOffers } from '../requests/ask-for-offers.ts'
import type { Page } from '../state.ts'
import type { Account } from './ask-for-account.ts'

/** Whether the page speaks of credits, and of the tokens that spend them: one answer for both. */
export type CreditsHere = {
  /** What is for sale and gives credits; `null`: that is unknown, and asked again the next time. */
  findOffers(): Promise<Offer[] | null>
  /**
   * They have some, owe some or spent some lately, or some are for sale (docs/decisions/0049).
   * @param account `null`: unknown, and then what was last known counts
   */
  areExpected(account: Account | null): Promise<boolean>
}

export function creditsHere(page: Page): CreditsHere {
  let isOld = false
  let offers: Promise<Offer[] | null> | undefined
  const findOffers = () =>
    (offers ??= askForCredits(page).catch(() => {
      offers = undefined
      return null
    }))
  return {
    findOffers,
    async areExpected(account) {
      const known = findOffers()
      if (account !== null) isOld = hasCredits(account)
      return isOld || Boolean((await known)?.length)
    },
  }
}

/** Whether they have, owe or lately spent any. */
export function hasCredits({ balance, lots, spent }: Account): boolean {
  return balance !== 0 || lots.length > 0 || spent.length > 0
}

/** @throws as `askForOffers` */
async function askForCredits({ settings, signal }: Page): Promise<Offer[]> {
  const offers = await askForOffers(settings.gateway, null, signal)
  return offers.filter(({ credits, creditsPer100 }) => credits !== null || creditsPer100 !== null)
}
