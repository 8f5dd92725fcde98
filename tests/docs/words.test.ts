import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** What CONTRIBUTING.md refuses, as far as a pattern can tell; the name is what to write instead. */
const tics: Record<string, RegExp> = {
  'email, emails': /(?<![\w@.-])mails?(?![\w-]|\.\w)|\be-mails?\b/i,
  only: /\balone(?=[.,;:)]|\s+(?:and|or|at|to|may|can|has|have|is|are|does|says|tells)\b)/i,
  'will, must': /\bshall\b/i,
  'again, from scratch, forever': /\b(?:anew|afresh|for ever)\b/i,
  'fix, wrong': /\b(?:mend(?:s|ed|ing)?|amiss)\b/i,
  'is, is written': /\bstands\b(?!-)/i,
  'resumes where it left off': /\bgo(?:es)? on there\b/i,
  'billing account, customer': /\bcustomer records?\b/i,
  'service, provider': /\bneighbou?rs?\b/i,
  'they, their': /\b(?:he|him|his)\b/i,
  'American spelling':
    /\b(?:(?:colour|behaviour|favour|honour|organis|optimis|recognis|summaris|synchronis)\w*|cancelled|licence)\b(?!\.[\w…])/i,
}

/** Right in spite of a pattern: the names of things elsewhere. */
const allowed = [/leave (?:it|them|this) alone/gi]

function ticsIn(text: string): string[] {
  const plain = allowed.reduce((rest, words) => rest.replaceAll(words, ''), text)
  return Object.entries(tics).flatMap(([better, tic]) => {
    const found = tic.exec(plain)
    if (found === null) return []
    const around = plain
      .slice(Math.max(0, found.index - 40), found.index + 40)
      .replaceAll(/\s+/g, ' ')
    return [`"${found[0]}" in "${around}": say "${better}"`]
  })
}

/** Without code, addresses and the list of the words themselves. */
function proseOfMarkdown(text: string): string {
  return text
    .replace(/^## Words$[^]*/m, '')
    .replaceAll(/^```(?!sh)[^]*?^```/gm, '')
    .replaceAll(/`[^`]*`|\]\([^)]*\)|https?:\S+/g, '')
}

function proseOfHtml(text: string): string {
  return text.replaceAll(/<style[^]*?<\/style>|<!--[^]*?-->|<[^>]*>|\{\{[^}]*\}\}/g, '')
}

/** Sentences among the strings of a source, without comments: one word is an identifier. */
function proseOfSource(text: string): string {
  const tokens = text.matchAll(
    /\/\*[^]*?\*\/|(?<!:)\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g,
  )
  return [...tokens]
    .map(([token]) => token)
    .filter((token) => !token.startsWith('/') && /[a-z]\S* \S*[a-z]/i.test(token))
    .map((token) => token.replaceAll(/\$\{[^}]*\}/g, '…'))
    .join('\n')
}

/** Comments and labels; names are in capitals. */
function proseOfSettings(text: string): string {
  return text.replaceAll(/https?:\S+|"\.\/[^"]*"/g, '')
}

const read: [pattern: string, prose: (text: string) => string][] = [
  ['*.md', proseOfMarkdown],
  ['docs/*.md', proseOfMarkdown],
  ['supabase/templates/*.html', proseOfHtml],
  ['web/index.html', proseOfHtml],
  ['web/words/en.ts', proseOfSource],
  ['server/**/*.ts', proseOfSource],
  ['build/**/*.ts', proseOfSource],
  ['cli/**/*.ts', proseOfSource],
  ['local/**/*.ts', proseOfSource],
  ['.env.example', proseOfSettings],
  ['netlify.toml', proseOfSettings],
  ['supabase/config.toml', proseOfSettings],
]

const texts = read.flatMap(([pattern, prose]) =>
  globSync(pattern, { cwd: root, exclude: ['**/node_modules/**'] })
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file): [string, string] => [file, prose(readFileSync(join(root, file), 'utf8'))]),
)

test.each(texts)('%s says it in our words', (_, text) => {
  expect(ticsIn(text)).toEqual([])
})

test.each([
  'We sent a mail to you.',
  'Open the mails',
  'an e-mail address',
  'The server alone may write.',
  'This shall be so.',
  'It begins anew.',
  'Nothing is amiss',
  'the name stands in the header',
  'The next run goes on there.',
  'You have two customer records.',
  'Ask the neighbour.',
  'A customer and his card',
  'The colour is red',
])('a planted "%s" is noticed', (sentence) => {
  expect(ticsIn(sentence)).toHaveLength(1)
  expect(ticsIn(proseOfMarkdown(`# Title\n\n${sentence}\n`))).toHaveLength(1)
  expect(ticsIn(proseOfSource(`// A comment\nthrow new Error("${sentence}")`))).toHaveLength(1)
})

test.each([
  'Check your mailbox at Gmail, or email us.',
  'A stand-in stands-in',
  'Press `data-action="send-mail"`',
  'Leave it alone.',
  'The words of mail-sent and mail_too_soon',
])('a harmless "%s" passes', (sentence) => {
  expect(ticsIn(proseOfMarkdown(sentence))).toEqual([])
})

test('strings are told from comments and code', () => {
  const source =
    "const mail = 'a_b' // his mail\nsay(`${mail.x} went to you`, \"it's well\") /* a mail */"
  expect(proseOfSource(source)).toBe('`… went to you`\n"it\'s well"')
})
