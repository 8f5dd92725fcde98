import { emailWords } from '../../web/words/email.ts'
import type { EmailWords } from '../../web/words/email.ts'

type WordName = keyof EmailWords

/** Words as a string of Go's templates. */
export function goText(words: string): string {
  return JSON.stringify(words)
}

// Only what the page itself asks for is compared: `.Data` may be a stranger's, and could stop the email. Both ways to
// write the project's address are the page's. Without a way back, `print` still makes a text to compare.
const languageIs = (tag: string) =>
  `eq $to (print .SiteURL "?lang=${tag}") (print .SiteURL "/?lang=${tag}")`
const to = '{{- $to := print .RedirectTo -}}'

const [[firstTag, firstWords] = ['', {} as EmailWords], ...others] = Object.entries(emailWords)

/** Sets `$lang`, the language of the page: the page asks Supabase for the way back `?lang=<tag>`. */
export function chooseLanguage(): string {
  const cases = others.map(([tag]) => `if ${languageIs(tag)} }}{{ $lang = "${tag}" }}{{`)
  return `{{- $lang := "${firstTag}" -}}\n${to}\n{{ ${cases.join(' else\n')} end -}}`
}

/** Makes each word a variable, in the language of `$lang`; `$shop` is the owner's name. */
export function nameWords(names: readonly WordName[]): string {
  const set = (words: EmailWords, sign: ':=' | '=') =>
    names.map((name) => `{{- $${name} ${sign} ${sentence(words[name])} -}}`)
  return [
    ...set(firstWords, ':='),
    ...others.flatMap(([tag, words], index) => [
      `{{- ${index === 0 ? 'if' : 'else if'} eq $lang "${tag}" -}}`,
      ...set(words, '='),
    ]),
    '{{- end -}}',
  ].join('\n')
}

/** The subject in the language of the page; in one line, as a subject must be. */
export function subjectOf(name: WordName): string {
  const cases = others.map(([tag, words]) => `if ${languageIs(tag)} }}${words[name]}{{`)
  return `${to}{{ ${cases.join(' else ')} else }}${firstWords[name]}{{ end }}`
}

function sentence(words: string): string {
  const parts = words.split(/(\{brand\})/).filter((part) => part !== '')
  if (!parts.includes('{brand}')) return goText(words)
  return `print ${parts.map((part) => (part === '{brand}' ? '$shop' : goText(part))).join(' ')}`
}
