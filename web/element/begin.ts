/**
 * Starts an element in its shadow root: the content between its tags is shown until there is something to show, and
 * stays if its page can't be loaded. An element that is moved or put back starts over.
 */
export function begin(element: HTMLElement, start: (root: ShadowRoot) => Promise<void>): void {
  const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' })
  const meanwhile = document.createElement('slot')
  root.replaceChildren(meanwhile)
  start(root).catch((error: unknown) => {
    // Without its language file the element has no words of its own: these are shown if its page has none either.
    meanwhile.textContent = 'This page couldn’t be loaded completely. Please reload it.'
    root.replaceChildren(meanwhile)
    element.removeAttribute('data-loading')
    element.setAttribute('data-failed', '')
    console.error(error)
  })
}

/** Tells the page around an element which state is shown, by `data-loading` and an event. */
export function tellState(
  element: HTMLElement,
  event: string,
  { state, isArriving }: { state: string; isArriving: boolean },
): void {
  const isLoading = isArriving || state === 'loading' || state === 'checking-purchase'
  element.toggleAttribute('data-loading', isLoading)
  element.dispatchEvent(
    new CustomEvent(event, { detail: { state }, bubbles: true, composed: true }),
  )
}
