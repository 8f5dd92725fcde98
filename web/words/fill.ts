/** A sentence that changes with a number, by the names of `Intl.PluralRules`. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }

/**
 * Puts values into the braces of a sentence and returns its parts in order, so that a value may be an element.
 * A name without a value stays as it is.
 */
export function fillParts<Value>(
  sentence: string,
  values: Record<string, Value>,
): (string | Value)[] {
  return sentence
    .split(/(\{\w+\})/)
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('{') ? (values[part.slice(1, -1)] ?? part) : part))
}

/** Puts words into the braces of a sentence. */
export function fill(sentence: string, values: Record<string, string>): string {
  return fillParts(sentence, values).join('')
}

/** The form of a sentence that belongs to `count` in `locale`. */
export function choosePlural(locale: string, forms: Plural, count: number): string {
  return forms[new Intl.PluralRules(locale).select(count)] ?? forms.other
}
