/** What an element may contain. Strings become text, never markup; `null` and `false` are left out. */
export type Child = Node | string | null | false

type Attributes = Record<string, string | boolean | null>

// Pages that embed the element style these with `::part(button)`, `::part(main)` and so on.
const parts = ['button', 'input', 'label']

/**
 * Builds one HTML element. An attribute that is `true` is written without a value, one that is `false` or `null` is left
 * out. Buttons and fields are parts of the element, by their tag and their class.
 */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes,
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : value)
  }
  if (parts.includes(tag)) element.part.add(tag, ...element.classList)
  element.append(...present(children))
  return element
}

/** The children without those that are left out. */
export function present(children: Child[]): (Node | string)[] {
  return children.filter((child) => child !== null && child !== false)
}

/** An address, a name or a number inside a sentence, kept whole whatever the direction of the script. */
export function strong(words: string): HTMLElement {
  return h('bdi', { class: 'strong' }, words)
}
