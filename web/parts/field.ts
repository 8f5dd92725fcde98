import { h } from '../element/render.ts'

/** A labeled input with its hint and a place for what is wrong with its value. */
export type Field = {
  name: string
  element: HTMLElement
  input: HTMLInputElement
  showError: (words: string) => void
  clearError: () => void
}

/** Builds a field. `attributes` go to the input: type, autocomplete, inputmode. */
export function createField({
  name,
  label,
  hint,
  value,
  attributes,
}: {
  name: string
  label: string
  hint: string
  value: string
  attributes: Record<string, string>
}): Field {
  const input = h('input', {
    id: name,
    name,
    // What is typed here is Latin in every language.
    dir: 'ltr',
    'data-field': name,
    'aria-describedby': `${name}-hint`,
    ...attributes,
  })
  input.value = value
  const error = h('p', {
    id: `${name}-error`,
    class: 'field-error',
    'data-error': name,
    hidden: true,
  })
  const element = h(
    'div',
    { class: 'field' },
    h('label', { for: name }, label),
    h('p', { id: `${name}-hint`, class: 'hint' }, hint),
    error,
    input,
  )
  return {
    name,
    element,
    input,
    showError(words) {
      error.textContent = words
      error.hidden = false
      input.setAttribute('aria-invalid', 'true')
      input.setAttribute('aria-describedby', `${name}-error ${name}-hint`)
    },
    clearError() {
      error.hidden = true
      input.removeAttribute('aria-invalid')
      input.setAttribute('aria-describedby', `${name}-hint`)
    },
  }
}
