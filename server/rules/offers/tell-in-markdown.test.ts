import { expect, test } from 'vitest'
import type { Offer } from '../../contract/offers.ts'
import { tellInMarkdown } from './tell-in-markdown.ts'

const monthly: Offer = {
  price: 'price_month',
  product: 'prod_pro',
  name: 'Pro',
  description: 'Everything',
  image: null,
  images: [],
  features: ['Export', 'Support'],
  amount: 900,
  currency: 'eur',
  interval: 'month',
  intervalCount: 1,
  custom: null,
  tax: null,
  soldOut: false,
  trialDays: 14,
  credits: 1000,
  creditsPer100: null,
  access: ['export', 'pro'],
}
const tell = (...changes: Partial<Offer>[]) =>
  tellInMarkdown({
    offers: changes.map((change) => ({ ...monthly, ...change })),
    next: null,
    gone: [],
    updatedAt: '2026-11-26T12:00:00.000Z',
  })

test('a product is a heading, and each of its prices a line', () => {
  const yearly = { price: 'price_year', amount: 9000, interval: 'year' as const, trialDays: null }
  expect(tell({}, yearly)).toBe(`# Offers

## Pro

Everything

- Export
- Support

- **9.00 EUR** a month, 14 days free, 1000 credits, opens \`export\`, \`pro\`, \`price_month\`
- **90.00 EUR** a year, 1000 credits, opens \`export\`, \`pro\`, \`price_year\`

As of 2026-11-26T12:00:00.000Z.
`)
})

test('nothing is said to be nothing, and what is not known has no date', () => {
  expect(tellInMarkdown({ offers: [], next: null, gone: [], updatedAt: null })).toBe(
    '# Offers\n\nNothing is on offer.\n',
  )
})

test.each<[Partial<Offer>, string]>([
  [{ interval: null, intervalCount: null }, '**9.00 EUR** once'],
  [{ intervalCount: 3 }, '**9.00 EUR** every 3 months'],
  [{ currency: 'jpy' }, '**900 JPY**'],
  [{ currency: 'kwd', amount: 9000 }, '**9.000 KWD**'],
  [{ currency: 'isk' }, '**9.00 ISK**'],
  [
    { amount: null, custom: { minimum: 100, maximum: 5000, preset: 500 } },
    '**an amount of your choice in EUR from 1.00 EUR up to 50.00 EUR**',
  ],
  [
    { amount: null, custom: { minimum: null, maximum: null, preset: null } },
    '**an amount of your choice in EUR**',
  ],
  [{ amount: null }, '**a price in EUR that depends on the quantity**'],
  [{ credits: null, creditsPer100: 100 }, '100 credits for each 100 minor units'],
])('%j', (change, words) => {
  expect(tell(change)).toContain(`- ${words}`.replace('- 100', '100'))
})

test('what is sold out says so', () => {
  expect(tell({ soldOut: true })).toContain('- **9.00 EUR** a month, sold out, 14 days free')
})

test('words of the owner are words: no markup, no second line', () => {
  const told = tell({
    name: '# <script>alert(1)</script>\n## Free',
    description: '[click](javascript:alert(1)) *now*',
    features: ['a\n- b', '`x`'],
    access: ['a`b'],
  })
  expect(told).toContain('## \\# \\<script\\>alert(1)\\</script\\> \\#\\# Free\n')
  expect(told).toContain('\\[click\\](javascript:alert(1)) \\*now\\*')
  expect(told).toContain('- a - b\n- \\`x\\`')
  expect(told).toContain('opens `a b`')
})
