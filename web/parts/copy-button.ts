import type { PageOf } from '../element/page.ts'
import { h } from '../element/render.ts'

/**
 * Copies what stands beside it.
 * @param value has an id, and nothing in it but what is copied
 * @param labelledBy the id of what it is called, if its own text is not to be read out
 */
export function copyButton(
  { text, say }: Pick<PageOf<never>, 'text' | 'say'>,
  value: HTMLElement,
  labelledBy = value.id,
): HTMLElement {
  const { copy, copied } = text.links
  const id = `copy-${value.id}`
  const button = h(
    'button',
    {
      id,
      type: 'button',
      class: 'quiet',
      'data-action': 'copy',
      'aria-labelledby': `${id} ${labelledBy}`,
    },
    copy,
  )
  button.addEventListener('click', () => {
    void copyText(value).then((isCopied) => {
      if (!isCopied) return
      button.textContent = copied
      say(copied)
    })
  })
  return button
}

// A page on another origin, or one without https, may not write to the clipboard: then the text is selected instead.
async function copyText(element: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(element.textContent)
    return true
  } catch {
    if (element instanceof HTMLTextAreaElement) element.select()
    else getSelection()?.selectAllChildren(element)
    return false
  }
}
