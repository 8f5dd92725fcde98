import { expect, test } from 'vitest'
import type { Offer } from '#server/contract/offers.ts'
import { anOffer } from '#tests/page/an-offer.ts'
import { loadPlansText } from '../../words/plans/locale.ts'
import { wordPrice } from './price-words.ts'

const once = { interval: null, intervalCount: null }
const free = { minimum: null, maximum: null, preset: null }
const renews = 'Renews until you cancel'
const spaces = /[\u00A0\u202F]/g

const cases: [what: string, change: Partial<Offer>, price: string, terms: string][] = [
  ['a month', {}, '€12.00 per month', renews],
  ['a quarter', { intervalCount: 3 }, '€12.00 every 3 months', renews],
  ['no minor unit', { currency: 'jpy', amount: 1_200 }, 'JP¥1,200 per month', renews],
  ['thousandths', { currency: 'kwd', amount: 1_200 }, 'KWD 1.200 per month', renews],
  ['one payment', once, '€12.00', 'Paid once'],
  ['nothing to pay', { amount: 0 }, 'Free', renews],
  ['nothing to pay, once', { ...once, amount: 0 }, 'Free', ''],
  ['no one amount', { amount: null }, 'Depends on the quantity', renews],
  [
    'a trial',
    { trialDays: 14 },
    '€12.00 per month',
    '14 days free, then €12.00 per month. Renews until you cancel',
  ],
  [
    'a trial of a day',
    { trialDays: 1 },
    '€12.00 per month',
    '1 day free, then €12.00 per month. Renews until you cancel',
  ],
  ['any amount', { ...once, amount: null, custom: free }, 'You choose the amount', 'Paid once'],
  [
    'an amount from',
    { ...once, amount: null, custom: { ...free, minimum: 300, preset: 1_000 } },
    'You choose the amount',
    'From €3.00 · Suggested: €10.00 · Paid once',
  ],
  [
    'an amount up to',
    { ...once, amount: null, custom: { ...free, minimum: 0, maximum: 5_000 } },
    'You choose the amount',
    'Up to €50.00 · Paid once',
  ],
  [
    'an amount between',
    { ...once, amount: null, custom: { ...free, minimum: 300, maximum: 5_000 } },
    'You choose the amount',
    '€3.00 to €50.00 · Paid once',
  ],
]

test.each(cases)('of %s the card says what Stripe has', async (_what, change, price, terms) => {
  const page = { text: await loadPlansText('en', {}), locale: 'en-GB' }
  const told = wordPrice(page, anOffer(change))
  expect([told.price, told.terms].map((words) => words.replace(spaces, ' '))).toEqual([
    price,
    terms,
  ])
})

const gives: [what: string, language: string, change: Partial<Offer>, credits: string | null][] = [
  ['no credits', 'en', {}, null],
  ['credits of each month', 'en', { credits: 1_000 }, '1,000 credits per month'],
  ['credits of a quarter', 'en', { credits: 1, intervalCount: 3 }, '1 credit every 3 months'],
  ['credits of one payment', 'en', { ...once, credits: 100 }, '100 credits'],
  [
    'credits by the amount',
    'en',
    { ...once, amount: null, custom: free, creditsPer100: 100 },
    '100 credits for every €1.00',
  ],
  [
    'credits after a trial',
    'en',
    { credits: 50, trialDays: 14 },
    '50 credits per month after the trial',
  ],
  ['credits in German', 'de', { credits: 1_000 }, '1.000 Credits pro Monat'],
  ['credits in Japanese', 'ja', { credits: 1_000 }, '1,000 クレジット / 月'],
  ['a few in Arabic', 'ar', { ...once, credits: 3 }, '3 وحدات'],
]

test.each(gives)(
  'of %s the card says how many and when',
  async (_what, language, change, credits) => {
    const page = { text: await loadPlansText(language, {}), locale: language }
    expect(wordPrice(page, anOffer(change)).credits?.replace(spaces, ' ') ?? null).toBe(credits)
  },
)
