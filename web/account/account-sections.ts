import { attempt } from '../element/page.ts'
import type { Page } from '../state.ts'
import { accessSection } from './access/access-section.ts'
import { askForAccount } from './ask-for-account.ts'
import { creditsSection } from './credits/credits-section.ts'
import { lookAgain } from './look-again.ts'
import type { Section } from './section.ts'

/**
 * What the visitor has, asked beside everything else and shown once it is known: nothing where it is nothing, and never
 * nothing where it is unknown.
 *
 * @param about.livemode the mode that the door said; `undefined` from a door of before, which says none
 * @param about.isBack they come from Stripe's portal: what they changed there may take a few seconds to arrive
 */
export function accountSections(
  page: Page,
  { livemode, isBack }: { livemode: boolean | undefined; isBack: boolean },
): HTMLElement[] {
  if (livemode === undefined) return []
  const { settings, session, signal } = page
  // In the order in which they are read.
  const sections: Section[] = [accessSection(page), creditsSection(page)]

  /** One question for all; each part shows its own. */
  async function ask(onFault: (section: Section) => void): Promise<void> {
    const asking = {
      ...settings,
      accessToken: session.find() ?? '',
      livemode: livemode === true,
      signal,
    }
    const account = await askForAccount(asking)
    if (account === null || signal.aborted) return
    await Promise.all(
      sections.map((section) =>
        section.show(account, asking).catch(() => !signal.aborted && onFault(section)),
      ),
    )
  }

  const askLoudly = () => ask(sayUnknown)
  const sayUnknown = (section: Section) => void section.showUnknown(askLoudly)
  const start = async () => {
    await askLoudly()
    if (isBack) await lookAgain(() => ask(() => undefined), signal)
  }
  void attempt(page, start, () => sections.forEach(sayUnknown))
  return sections.map(({ element }) => element)
}
