import fc from 'fast-check'

/** How somebody says who they are. */
export type Credential =
  | { kind: 'none' }
  | { kind: 'raw'; text: string }
  /** Somebody who proved an address; their webhooks are signed. */
  | { kind: 'proof'; email: string }
  /** Signed by our own project, whatever it says. */
  | { kind: 'genuine'; claims: Record<string, unknown> }
  /** A good one of which one letter is another. */
  | { kind: 'bent'; at: number; letter: string }

export const text = fc.string({ unit: 'binary', maxLength: 200 })
export const printable = fc.string({ unit: 'grapheme-ascii', maxLength: 300 })
export const json = fc.jsonValue({ maxDepth: 4 })
const time = fc.oneof(
  fc.constant(Math.floor(Date.now() / 1000)),
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, -1, 1e300, 2 ** 53),
)
const factor = fc.record(
  {
    method: fc.oneof(fc.constantFrom('otp', 'magiclink', 'password', 'totp', '__proto__'), text),
    timestamp: time,
  },
  { requiredKeys: [] },
)
const claims = fc.record(
  {
    email: fc.oneof(
      { weight: 4, arbitrary: fc.emailAddress() },
      text,
      json,
      fc.constantFrom('a@'.repeat(2500), `${'@'.repeat(4000)} `, 'A@B.C'),
    ),
    amr: fc.oneof(fc.array(fc.oneof(factor, json), { maxLength: 60 }), json),
    role: fc.oneof(fc.constant('authenticated'), json),
    aud: fc.oneof(fc.constant('authenticated'), json),
    sub: fc.oneof(fc.uuid(), text),
    phone: fc.oneof(fc.constant(''), json),
    is_anonymous: json,
    client_id: json,
    exp: time,
    iat: time,
    nbf: time,
    user_metadata: json,
  },
  { requiredKeys: [] },
)

const base64url = (value: string) => Buffer.from(value).toString('base64url')
const unsigned = fc
  .tuple(
    fc.oneof(
      json,
      fc.record({
        alg: fc.constantFrom('none', 'HS256', 'ES256', 'RS256', 'ES999'),
        kid: text,
        jwk: json,
        jku: fc.webUrl(),
        crit: json,
        b64: json,
      }),
    ),
    claims,
    text,
  )
  .map(([header, body, signature]) =>
    [JSON.stringify(header), JSON.stringify(body), signature].map(base64url).join('.'),
  )

/** Credentials of every sort, most of them bad. */
export const credential: fc.Arbitrary<Credential> = fc.oneof(
  fc.emailAddress().map((email): Credential => ({ kind: 'proof', email })),
  fc.constant<Credential>({ kind: 'none' }),
  fc
    .oneof(
      printable,
      unsigned,
      unsigned.map((token) => `Bearer ${token}`),
      printable.map((token) => `bearer ${token}`),
      // What a careless pattern would chew on for long.
      fc.constantFrom(
        `Bearer ${' '.repeat(15_000)}a b`,
        `Bearer ${'a'.repeat(15_000)} b`,
        `Bearer ${'.'.repeat(8000)}`,
        `Bearer ${'a.'.repeat(4000)}`,
      ),
    )
    .map((raw): Credential => ({ kind: 'raw', text: raw })),
  claims.map((given): Credential => ({ kind: 'genuine', claims: given })),
  fc.record({
    kind: fc.constant('bent' as const),
    at: fc.nat(900),
    letter: fc.constantFrom('A', '.', '=', ' ', '_'),
  }),
)
