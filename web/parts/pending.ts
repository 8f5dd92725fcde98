import { attempt } from '../element/page.ts'
import type { PageFault } from '../requests/faults.ts'
import type { Page } from '../state.ts'

/** A press of a button, and what answers it. */
export type Press = {
  button: HTMLButtonElement
  /** What the button says meanwhile. */
  words: string
  task: () => Promise<void>
  onFault: (fault: PageFault) => void
}

/** Answers a press once: another one changes nothing until the first is done, and meanwhile the button says so. */
export async function answerPress(
  page: Pick<Page, 'say' | 'signal'>,
  { button, words, task, onFault }: Press,
): Promise<void> {
  if (button.dataset['pending'] !== undefined) return
  const label = [...button.childNodes]
  button.dataset['pending'] = ''
  button.setAttribute('aria-busy', 'true')
  button.replaceChildren(words)
  page.say(words)
  await attempt(page, task, (fault) => {
    page.say('')
    release(button, label)
    onFault(fault)
  })
  if (button.dataset['pending'] !== undefined) release(button, label)
}

function release(button: HTMLButtonElement, label: ChildNode[]): void {
  delete button.dataset['pending']
  button.removeAttribute('aria-busy')
  button.replaceChildren(...label)
}
