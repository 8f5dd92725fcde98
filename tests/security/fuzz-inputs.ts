import fc from 'fast-check'
import type { Credential } from './fuzz-credentials.ts'
import { credential, json, printable, text } from './fuzz-credentials.ts'

/** What somebody sends to a door. */
export type Input = {
  method: string
  query: string
  headers: [name: string, value: string][]
  credential: Credential
  body: string | Uint8Array<ArrayBuffer> | null
}
const id = fc.oneof(
  fc.constantFrom('cus_1', 'cus_', 'gcus_1', '../cus_1', 'cus_1\n', '', 'constructor'),
  fc.stringMatching(/^cus_\w{1,20}$/),
  text,
)
const word = fc.oneof(
  text,
  json,
  fc.constantFrom('auto', 'de', 'subscription_cancel', 'toString', '__proto__'),
)
const order = fc.record(
  {
    locale: word,
    customer: fc.oneof(id, json),
    flow: word,
    subscription: fc.oneof(fc.stringMatching(/^sub_\w{1,9}$/), json),
    returnUrl: fc.oneof(
      fc.webUrl(),
      text,
      fc.constantFrom(
        'http://127.0.0.1:8888/',
        'http://127.0.0.1:8888\\@evil.example/',
        'javascript:1',
      ),
    ),
    ['__proto__']: json,
    constructor: json,
  },
  { requiredKeys: [] },
)
const goodOrder = fc.record(
  { customer: fc.oneof(fc.stringMatching(/^cus_\w{1,20}$/), text), locale: text },
  { requiredKeys: [] },
)
const event = fc.record(
  {
    object: fc.constantFrom('event', 'v2.core.event', '__proto__'),
    type: fc.oneof(
      fc.constantFrom(
        'customer.created',
        'customer.updated',
        'customer.deleted',
        'v1.customer.created',
      ),
      text,
    ),
    livemode: fc.oneof(fc.constant(false), json),
    data: fc.oneof(
      fc.record({ object: fc.oneof(fc.record({ id }), json), previous_attributes: json }),
      json,
    ),
    related_object: fc.oneof(fc.record({ id }), json),
    changes: json,
    account: fc.option(text),
    context: fc.option(text),
  },
  { requiredKeys: ['type', 'data'] },
)
const odd = fc.constantFrom(
  '',
  '\u0000',
  '\ufeff{}',
  '{"__proto__":{"customer":"cus_1"},"constructor":{"prototype":{"flow":"x"}}}',
  '{"customer":"cus_1","customer":["cus_2"]}',
  '['.repeat(20_000),
  '{"a":'.repeat(5_000),
  `{"locale":"${'x'.repeat(65_000)}"}`,
  'x'.repeat(70_000),
  '1e999999',
)
const body = fc.oneof(
  { weight: 6, arbitrary: fc.oneof(order, goodOrder, event).map((value) => JSON.stringify(value)) },
  { weight: 2, arbitrary: fc.json() },
  {
    weight: 2,
    arbitrary: fc.uint8Array({ maxLength: 2000 }).map((bytes) => new Uint8Array(bytes)),
  },
  { weight: 1, arbitrary: text },
  { weight: 1, arbitrary: odd },
  { weight: 1, arbitrary: fc.constant(null) },
)

const headerName = fc.oneof(
  fc.constantFrom(
    'origin',
    'content-length',
    'content-type',
    'stripe-signature',
    'host',
    'x-forwarded-for',
    'apikey',
    'prefer',
    'cookie',
    '__proto__',
  ),
  fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/),
)

/** Requests of every sort, most of them bad. */
export const inputs: fc.Arbitrary<Input> = fc.record({
  method: fc.oneof(
    { weight: 8, arbitrary: fc.constant('POST') },
    {
      weight: 2,
      arbitrary: fc.oneof(
        fc.constantFrom('GET', 'OPTIONS', 'PUT', 'HEAD'),
        fc.stringMatching(/^[A-Z!#$%&'*+.^_`|~-]{1,40}$/),
      ),
    },
  ),
  query: fc.oneof(fc.constant(''), text),
  headers: fc.array(fc.tuple(headerName, printable), { maxLength: 6 }),
  credential,
  body,
})
