import { attempt } from '../element/page.ts'
import type { View } from '../element/page.ts'
import { h } from '../element/render.ts'
import type { Child } from '../element/render.ts'
import type { Page } from '../state.ts'
import { accessSection } from './access/access-section.ts'
import { askForAccount } from './ask-for-account.ts'
import { creditsHere } from './credits-here.ts'
import { creditsSection } from './credits/credits-section.ts'
import { lookAgain } from './look-again.ts'
import type { Section } from './section.ts'
import { tokensSection } from './tokens/tokens-section.ts'

/** How long what is below waits for what is asked. */
const patienceMs = 4_000

/**
 * What the visitor has, asked beside everything else and shown once it is known: nothing where it is nothing, and never
 * nothing where it is unknown.
 *
 * @param about.livemode the mode that the door said; `undefined` from a door of before, which says none
 * @param about.isBack they come from Stripe's portal: what they changed there may take a few seconds to arrive
 * @param below what follows; it appears together with the sections, lest they push it away from whoever reads
 */
export function accountSections(
  page: Page,
  { livemode, isBack }: { livemode: boolean | undefined; isBack: boolean },
  below: Child[],
): Required<Pick<View, 'parts' | 'arriving'>> {
  if (livemode === undefined) return { parts: below, arriving: undefined }
  const { settings, session, signal } = page
  // In the order in which they are read.
  const here = creditsHere(page)
  const sections: Section[] = [
    accessSection(page),
    creditsSection(page, here),
    tokensSection(page, here),
  ]

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
  const elements = sections.map(({ element }) => element)
  const together = h('div', { class: 'together', hidden: true }, ...elements, ...below)
  const show = () => void (together.hidden = false)
  setTimeout(show, patienceMs)
  const arriving = attempt(page, askLoudly, () => sections.forEach(sayUnknown)).then(show)
  if (isBack) void arriving.then(() => lookAgain(() => ask(() => undefined), signal))
  return { parts: [together], arriving }
}
