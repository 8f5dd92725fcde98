import { expect, test } from 'vitest'
import { parseRedirectsFile, pathFor } from '#local/redirects-file.ts'
import { pages } from '../../build/pages/page-name.ts'
import { redirectsFile } from '../../build/pages/redirects.ts'

const languages = ['en', 'de', 'pt', 'pt-BR']

/** The file that Netlify would serve at an address, to a browser with these languages. */
function served(address: string, acceptLanguage: string, followsVisitor = true): string {
  const text = redirectsFile({ pages, languages, first: 'en', followsVisitor })
  return pathFor(parseRedirectsFile(text), new URL(address, 'https://pay.example'), acceptLanguage)
}

test.each([
  ['', '/'],
  ['en-GB,en;q=0.9,de;q=0.8', '/'],
  ['de', '/de.html'],
  ['de-AT,en;q=0.5', '/de.html'],
  ['DE-at', '/de.html'],
  ['de;q=0.1', '/de.html'],
  ['pt-PT,pt;q=0.9', '/pt.html'],
  ['pt-BR,pt;q=0.9', '/pt-BR.html'],
  ['den', '/'],
  ['it,de;q=0.9', '/'],
])('a browser that wants "%s" gets %s', (acceptLanguage, file) => {
  expect(served('/', acceptLanguage)).toBe(file)
  expect(served('/?email=ada%40example.com&intent=card', acceptLanguage)).toBe(file)
})

test.each([
  ['/?lang=pt-BR', '/pt-BR.html'],
  ['/?email=a%40b.c&lang=pt', '/pt.html'],
  ['/?lang=en', '/en.html'],
  ['/?lang=it', '/de.html'],
  ['/?slang=pt', '/de.html'],
])('a German browser at %s gets %s', (address, file) => {
  expect(served(address, 'de')).toBe(file)
})

test.each([
  ['/plans', 'de-AT', '/plans-de.html'],
  ['/plans/', 'de-AT', '/plans-de.html'],
  ['/plans?lang=pt-BR&for=x', 'de', '/plans-pt-BR.html'],
  ['/plans', 'it', '/plans'],
  ['/plansx', 'de', '/plansx'],
])(
  'the prices are in the language of the visitor, too: %s to %s is %s',
  (address, wanted, file) => {
    expect(served(address, wanted)).toBe(file)
  },
)

test("an owner's language is for every browser", () => {
  expect(served('/', 'de', false)).toBe('/')
  expect(served('/?lang=de', 'pt', false)).toBe('/de.html')
})

test.each(['/manage-billing.js', '/assets/de-1.js?lang=de', '/index.html', '/favicon.svg'])(
  '%s stays itself',
  (address) => {
    expect(served(address, 'de')).toBe(address.split('?')[0])
  },
)

test.each(['/a /b', '/a /b 302', '/ https://other.example 200!', '/a /b 200! Country=de'])(
  "a line that this machine wouldn't follow is refused: %s",
  (line) => {
    expect(() => parseRedirectsFile(`# ours\n${line}\n`)).toThrow(line)
  },
)
