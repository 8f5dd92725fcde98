import { expect, test } from 'vitest'
import { parseFragment, takeArrival } from './fragment.ts'

const hash = 'a'.repeat(56)

test.each([
  [
    'a link from an email brings its hash',
    `#token_hash=${hash}`,
    { kind: 'proof', tokenHash: hash, email: '' },
  ],
  [
    'the link from the email brings the address it went to',
    `#token_hash=${hash}&email=o%27neil%2bb%40example.com`,
    { kind: 'proof', tokenHash: hash, email: "o'neil+b@example.com" },
  ],
  [
    'a hash of another request type is still only a hash',
    `#token_hash=pkce_${hash}&type=recovery`,
    { kind: 'proof', tokenHash: `pkce_${hash}`, email: '' },
  ],
  ['a mangled hash is refused', '#token_hash=%3Cscript%3E', { kind: 'refused', email: '' }],
  [
    'the default template brings a token',
    '#access_token=aa.bb.cc&refresh_token=dd&type=magiclink',
    { kind: 'token', accessToken: 'aa.bb.cc' },
  ],
  ['a mangled token is refused', '#access_token=aa', { kind: 'refused', email: '' }],
  [
    'a dead link brings its error',
    '#error=access_denied&error_code=otp_expired&error_description=x&sb=',
    { kind: 'refused', email: '' },
  ],
  ['a message is known and not read', '#message=Pay+here', { kind: 'message' }],
  ['another fragment is not ours', '#faq', null],
  ['no fragment is nothing', '', null],
])('%s', (_promise, fragment, expected) => {
  expect(parseFragment(fragment)).toEqual(expected)
})

function windowAt(url: string) {
  const replaced: string[] = []
  const { hash: fragment, pathname, search } = new URL(url)
  const history = {
    state: null,
    replaceState: (_state: unknown, _title: string, to: string) => replaced.push(to),
  }
  const location = { hash: fragment, pathname, search }
  return { replaced, window: { history, location } as unknown as Window }
}

test('what a link brought leaves the address bar, the query stays', () => {
  const { window, replaced } = windowAt(`https://pay.example/billing?lang=en#token_hash=${hash}`)
  expect(takeArrival(window)).toEqual({ kind: 'proof', tokenHash: hash, email: '' })
  expect(replaced).toEqual(['/billing?lang=en'])
})

test.each([
  ['?code=PKCE-AUTH-CODE', '', 'refused', '/'],
  [
    '?lang=de&code=PKCE-AUTH-CODE&email=a%2Bb%40c.de',
    '',
    'refused',
    '/?lang=de&email=a%2Bb%40c.de',
  ],
  ['?error=x&error_code=otp_expired&error_description=y', '', 'refused', '/'],
  ['?error=x&error_code=y&error_description=z', '#error=x&error_code=y&sb=', 'refused', '/'],
  ['?message=Pay+here&lang=de', '#message=Pay+here', 'message', '/?lang=de'],
  ['?message=Pay+here', '', 'message', '/'],
  ['?code=x', `#token_hash=${hash}`, 'proof', '/'],
])(
  'what Supabase answered in the query leaves the address bar, too: %s%s',
  (query, fragment, kind, left) => {
    const { window, replaced } = windowAt(`https://pay.example/${query}${fragment}`)
    expect(takeArrival(window)?.kind).toBe(kind)
    expect(replaced).toEqual([left])
  },
)

test('a fragment that is not ours stays', () => {
  const { window, replaced } = windowAt('https://pay.example/#faq')
  expect(takeArrival(window)).toBeNull()
  expect(replaced).toEqual([])
})
