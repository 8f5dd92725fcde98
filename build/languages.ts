import { text as accountEnglish } from '../web/words/account/en.ts'
import { loadAccountWords } from '../web/words/account/locale.ts'
import type { AccountWords } from '../web/words/account/text.ts'
import { text as cartEnglish } from '../web/words/cart/en.ts'
import { loadCartWords } from '../web/words/cart/locale.ts'
import type { CartWords } from '../web/words/cart/text.ts'
import { languages, loadText } from '../web/words/locale.ts'
import { text as english } from '../web/words/en.ts'
import type { Plural } from '../web/words/fill.ts'
import { text as plansEnglish } from '../web/words/plans/en.ts'
import { loadPlansWords } from '../web/words/plans/locale.ts'
import type { PlansWords } from '../web/words/plans/text.ts'
import type { Text, TextOverrides } from '../web/words/text.ts'

type Sentence = string | Plural
type Words = Record<string, Record<string, Sentence | undefined> | undefined>

/** With the groups that have files of their own, which an owner may set, too. */
const all: object = {
  ...english,
  ...accountEnglish,
  plans: plansEnglish.plans,
  cart: cartEnglish.cart,
}

/** What is wrong with the files of `web/words` and with an owner's own sentences; empty if nothing is. */
export async function complaintsAboutTexts(own: Record<string, TextOverrides>): Promise<string[]> {
  const files = languages.map(async (name) => [
    ...complaintsAbout(name, await loadText(name, {})),
    ...complaintsAbout(name, await loadPlansWords(name), plansEnglish),
    ...complaintsAbout(name, await loadCartWords(name), cartEnglish),
    ...complaintsAbout(name, await loadAccountWords(name, {}), accountEnglish),
  ])
  const sentences = Object.entries(own).flatMap(([language, text]) =>
    languages.includes(language)
      ? judge(language, [text as Words, all as Words], (words, wanted) =>
          unknownBlanks(words, wanted),
        )
      : [`Language "${language}" of web/brand.ts: there is no file of that name in web/words`],
  )
  return [...(await Promise.all(files)).flat(), ...sentences]
}

/** What a language lacks, or has too much of, compared with English: sentences, blanks, plural forms. */
export function complaintsAbout(
  language: string,
  text: Text | PlansWords | CartWords | AccountWords,
  wanted: Text | PlansWords | CartWords | AccountWords = english,
): string[] {
  const [given, ours] = [text, wanted] as unknown as [Words, Words]
  const missing = placesOf(ours)
    .filter(([group, name]) => !given[group]?.[name])
    .map(([group, name]) => `Language "${language}", "${group}.${name}": the sentence is missing`)
  const faulty = judge(language, [given, ours], (words, wanted) => [
    ...unknownBlanks(words, wanted),
    ...(typeof words === 'string'
      ? missingBlanks(words, wanted)
      : pluralComplaints(language, words, wanted as Plural)),
  ])
  return [...missing, ...faulty]
}

function judge(
  language: string,
  [given, ours]: [given: Words, ours: Words],
  complain: (words: Sentence, wanted: Sentence) => string[],
): string[] {
  return placesOf(given).flatMap(([group, name]) => {
    const [words = '', wanted] = [given[group]?.[name], ours[group]?.[name]]
    const complaints =
      wanted === undefined
        ? ['English has no such sentence']
        : typeof words !== typeof wanted
          ? ['one sentence where a plural belongs, or the other way around']
          : complain(words, wanted)
    return complaints.map((complaint) => `Language "${language}", "${group}.${name}": ${complaint}`)
  })
}

// "One account" and "two accounts" need no digit, so these forms may leave the number out.
const inWords = ['zero', 'one', 'two']

function pluralComplaints(language: string, forms: Plural, wanted: Plural): string[] {
  const rules = new Intl.PluralRules(language)
  // A sentence with only one form in English is about two or more; nobody has a thousand billing accounts.
  const counts = [...Array(1000).keys()].slice('one' in wanted ? 1 : 2)
  const needed = new Set<string>(counts.map((count) => rules.select(count)))
  const known: string[] = rules.resolvedOptions().pluralCategories
  return [
    ...[...needed].filter((form) => !(form in forms)).map((form) => `no form "${form}"`),
    ...Object.entries(forms).flatMap(([form, words]) => [
      ...(known.includes(form) ? [] : [`the language knows no form "${form}"`]),
      ...missingBlanks(words, wanted).filter(
        (complaint) => !(inWords.includes(form) && /count|seconds/.test(complaint)),
      ),
    ]),
  ]
}

function missingBlanks(words: Sentence, wanted: Sentence): string[] {
  const own = blanksOf(words)
  return blanksOf(wanted)
    .filter((blank) => !own.includes(blank))
    .map((blank) => `the blank "${blank}" is missing`)
}

function unknownBlanks(words: Sentence, wanted: Sentence): string[] {
  const known = blanksOf(wanted)
  return blanksOf(words)
    .filter((blank) => !known.includes(blank))
    .map((blank) => `the blank "${blank}" is unknown`)
}

function blanksOf(words: Sentence): string[] {
  return [...new Set(JSON.stringify(words).match(/\{\w+\}/g))]
}

function placesOf(words: Words): [string, string][] {
  return Object.entries(words).flatMap(([group, all = {}]) =>
    Object.keys(all).map((name): [string, string] => [group, name]),
  )
}
