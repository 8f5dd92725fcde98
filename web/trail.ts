import type { Waiting } from './element/memory.ts'
import type { State } from './state.ts'

/** What the trail needs of the page. */
export type Walk = {
  current: () => State['name'] | null
  show: (state: State) => void
  waiting: () => Waiting | null
  signal: AbortSignal
}

const mark = 'mail-sent'
const forms: (State['name'] | null)[] = [
  'sign-in',
  'link-expired',
  'signed-out',
  'session-ended',
  'email-unproven',
]

/**
 * Lets the browser's "Back" lead from the code to the form, and "Forward" to the code again. Only on our own page:
 * elsewhere the history is the host's.
 * @returns to be called with every state that is shown
 */
export function keepTrail({ current, show, waiting, signal }: Walk): (name: State['name']) => void {
  let before: State['name'] | null = null
  const onPop = () => {
    const email = waiting()
    if (email === null) return
    const isMarked = history.state === mark
    if (isMarked && forms.includes(current())) show({ name: 'mail-sent', ...email, word: 'lead' })
    if (!isMarked && current() === 'mail-sent') show({ name: 'sign-in', email: email.email })
  }
  addEventListener('popstate', onPop, { signal })
  return (name) => {
    if (name === 'mail-sent' && forms.includes(before) && history.state !== mark)
      history.pushState(mark, '')
    before = name
  }
}
