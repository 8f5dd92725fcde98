import { expect, test } from 'vitest'
import type { ListedPrice } from '../../services/stripe-selling.ts'
import { findOutliers } from './find-outliers.ts'

/** Prices of a cent, which give so many credits each. */
const prices = (currency: string, ...credits: number[]) =>
  credits.map(
    (each) =>
      ({
        id: `price_${each}`,
        unit_amount: 1,
        unit_amount_decimal: '1',
        custom_unit_amount: null,
        billing_scheme: 'per_unit',
        transform_quantity: null,
        recurring: null,
        currency,
        product: 'prod_1',
        metadata: { credits: String(each) },
      }) as unknown as ListedPrice,
  )
const named = (of: ListedPrice[]) =>
  findOutliers(of).map(({ says }) => / \((price_\d+)\) gives \d+ times (\w+)/.exec(says)?.slice(1))

test.each<[string, number[], string[][]]>([
  ['one price is no outlier', [7], []],
  ['five times as much is none', [10, 10, 50], []],
  ['more is', [10, 10, 60], [['price_60', 'as']]],
  ['of two, the one that gives more is named', [10, 100], [['price_100', 'as']]],
  ['it makes none of the others one', [9, 10, 100], [['price_100', 'as']]],
  ['a fifth is none', [10, 50, 50], []],
  ['less is', [5, 50, 50], [['price_5', 'fewer']]],
])('%s', (_, credits, outliers) => {
  expect(named(prices('eur', ...credits))).toEqual(outliers)
})

test('each currency has a median of its own', () => {
  expect(named([...prices('eur', 10, 10), ...prices('jpy', 900, 900)])).toEqual([])
})
