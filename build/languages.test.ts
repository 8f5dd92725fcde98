import { expect, test } from 'vitest'
import { complaintsAbout, complaintsAboutTexts } from './languages.ts'
import { choosePlural } from '../web/words/fill.ts'
import { text as accountEnglish } from '../web/words/account/en.ts'
import { loadAccountWords } from '../web/words/account/locale.ts'
import { languages, loadText } from '../web/words/locale.ts'
import { text as plansEnglish } from '../web/words/plans/en.ts'
import { loadPlansText, loadPlansWords } from '../web/words/plans/locale.ts'
import { text as arabic } from '../web/words/ar.ts'
import { text as english } from '../web/words/en.ts'
import type { Text } from '../web/words/text.ts'

test.each(languages)(
  '%s has every sentence of English, its blanks and its plurals',
  async (name) => {
    const text = await loadText(name, {})
    expect(complaintsAbout(name, text)).toEqual([])
    expect(complaintsAbout(name, await loadPlansWords(name), plansEnglish)).toEqual([])
    const account = await loadAccountWords(name, {})
    expect(complaintsAbout(name, account, accountEnglish)).toEqual([])
    expect(text.page.language).toBe(name)
    const { direction } = new Intl.Locale(name).getTextInfo()
    expect(text.page.direction).toBe(direction)
  },
)

test('no sentence is left in English', async () => {
  const sentences = (text: object): string[] => [
    ...(JSON.stringify(text).match(/(?<=:")[^"]{12,}(?=")/g) ?? []),
  ]
  for (const name of languages.filter((each) => each !== 'en')) {
    const text = [await loadPlansText(name, {}), await loadAccountWords(name, {})]
    const ours = sentences({ english, plansEnglish, accountEnglish })
    // A sentence of blanks and signs alone has no language.
    const worded = sentences(text).filter((each) => /\p{L}/u.test(each.replace(/\{\w+\}/g, '')))
    expect(worded.filter((each) => ours.includes(each))).toEqual([])
  }
})

const without = (change: object) => ({ ...english, ...change }) as Text
const { lead: _lead, ...noLead } = english.signIn

test.each([
  ['a missing sentence', without({ signIn: noLead }), '"signIn.lead": the sentence is missing'],
  [
    'an empty sentence',
    without({ signIn: { ...english.signIn, lead: '' } }),
    '"signIn.lead": the sentence is missing',
  ],
  [
    'a lost blank',
    without({ signIn: { ...english.signIn, lead: 'Hello' } }),
    '"signIn.lead": the blank "{brand}" is missing',
  ],
  [
    'a mistyped blank',
    without({ links: { ...english.links, renews: 'On {date} {dat}' } }),
    '"links.renews": the blank "{dat}" is unknown',
  ],
  [
    'an extra sentence',
    without({ actions: { ...english.actions, dance: 'Dance' } }),
    '"actions.dance": English has no such sentence',
  ],
  [
    'a sentence in the place of a plural',
    without({ loading: { ...english.loading, found: '{count}' } }),
    'one sentence where a plural belongs',
  ],
])('%s is reported by name', (_what, text, complaint) => {
  expect(complaintsAbout('en', text).join('\n')).toContain(complaint)
})

test("every form that a language needs is required, and none that it doesn't know is allowed", () => {
  const found = { one: '1', other: '{count}' }
  const text = { ...arabic, loading: { ...arabic.loading, found } }
  const forms = ['two', 'few', 'many'].map(
    (form) => `Language "ar", "loading.found": no form "${form}"`,
  )
  expect(complaintsAbout('ar', text)).toEqual(forms)
  expect(complaintsAbout('en', { ...english, loading: arabic.loading }).join()).toContain(
    'knows no form "few"',
  )
})

test.each([
  [1, 'عُثر على حساب فوترة واحد'],
  [2, 'عُثر على حسابَي فوترة'],
  [3, 'عُثر على {count} حسابات فوترة'],
  [11, 'عُثر على {count} حساب فوترة'],
  [100, 'عُثر على {count} حساب فوترة'],
])('%i billing accounts are counted as Arabic counts them', (count, expected) => {
  expect(choosePlural('ar', arabic.loading.found, count)).toBe(expected)
})

test("an owner's sentence may leave a blank out, and may not invent one", async () => {
  expect(await complaintsAboutTexts({ de: { signIn: { lead: 'Willkommen.' } } })).toEqual([])
  const own = { de: { signIn: { lead: '{marke}' } }, it: {} }
  expect(await complaintsAboutTexts(own)).toEqual([
    'Language "de", "signIn.lead": the blank "{marke}" is unknown',
    'Language "it" of web/brand.ts: there is no file of that name in web/words',
  ])
})
