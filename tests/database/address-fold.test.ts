import { expect, test } from 'vitest'
import { useDatabase } from './use-database.ts'

const database = useDatabase('once')
const long = `${'A'.repeat(500)}@example.com`

test.each<[string, string | null, string | null]>([
  ['capitals fold', 'Ada@Example.COM', 'ada@example.com'],
  ['spaces around are trimmed', '  ada@example.com   ', 'ada@example.com'],
  ['spaces inside stay', 'ada b@example.com', 'ada b@example.com'],
  ['a tab is no space', '\tada@example.com\t', '\tada@example.com\t'],
  ['a line break is no space', 'ada@example.com\n', 'ada@example.com\n'],
  ['a no-break space is no space', '\u{A0}ada@example.com', '\u{A0}ada@example.com'],
  ['a plus stays', 'Ada+Shop@example.com', 'ada+shop@example.com'],
  ['a dot stays', 'A.d.a@example.com', 'a.d.a@example.com'],
  ['a Kelvin sign is no k', 'jo\u{212A}@example.com', 'jo\u{212A}@example.com'],
  ['a dotted capital I is no i', '\u{130}da@example.com', '\u{130}da@example.com'],
  ['a long s is no s', 'u\u{17F}er@example.com', 'u\u{17F}er@example.com'],
  ['letters beyond ASCII keep their case', 'ÄDA@ÜBER.DE', 'Äda@Über.de'],
  ['an accent in two pieces stays', 'E\u{301}va@example.com', 'e\u{301}va@example.com'],
  ['a full-width letter stays', '\u{FF21}da@example.com', '\u{FF21}da@example.com'],
  ['512 characters fit', long, long.toLowerCase()],
  ['an empty address folds to nothing', '   ', ''],
  ['no address has no fold', null, null],
])('%s', async (_, email, address) => {
  const rows = await database.asServer(
    `with written as (
       insert into stripe_customers (stripe_customer_id, email, livemode, last_ticket)
       values ('cus_1', $1, false, 1)
       on conflict (stripe_customer_id) do update set email = excluded.email
       returning email, address
     ) select * from written`,
    [email],
  )
  expect(rows).toEqual([{ email, address }])
})
