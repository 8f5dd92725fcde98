import { parsePrice } from '#server/rules/offers/parse-price.ts'
import type { ListedPrice } from '../../services/stripe-selling.ts'
import type { Finding } from '../check.ts'
import { creditKeysOf, productOf } from './credit-keys.ts'
import { namePrice } from './tell-price.ts'

const editing = 'Stripe > Product catalog > the product > the price'

/** Whether it is on offer: its own metadata says so, by the rule that the table is written by. */
export function isOffered(price: ListedPrice): boolean {
  return parsePrice(price).isOffered
}

/**
 * What of an offered price can't be sold rightly: an amount that the page can't show or that another quantity changes,
 * credits that cost nothing, and what is set and has no effect.
 */
export function judgeOffer(price: ListedPrice): Finding[] {
  const read = parsePrice(price)
  const product = productOf(price)
  const says = (what: string) => `the offer ${namePrice(price)} ${what}`
  const fault = (what: string, why: string, remedy: string): Finding => ({
    level: 'fault',
    says: says(what),
    why,
    remedy: `${remedy}; or take "offer" out of its metadata (${editing})`,
  })
  const findings: Finding[] = []
  if (read.amount === 0 && creditKeysOf(price).credits !== null)
    findings.push(
      fault(
        'gives credits and costs nothing',
        'the page promises credits, and what costs nothing grants none',
        'remove "credits" from its metadata, and from that of its product',
      ),
    )
  if (read.isCustom && !read.customMinimum && creditKeysOf(price).credits !== null)
    findings.push(
      fault(
        'gives as many credits, whatever is paid',
        'customers choose the amount, and the smallest buys all of them',
        'use "credits_per_100" instead of "credits", or set a smallest amount',
      ),
    )
  if (read.hasTransformQuantity)
    findings.push(
      fault(
        `is sold in packages of ${price.transform_quantity?.divide_by}`,
        'the page shows what a package costs, and an order counts single pieces',
        'offer a price for one piece',
      ),
    )
  if (read.hasTiers)
    findings.push(
      fault(
        'has tiers',
        'what it costs depends on the quantity, and the page shows one amount',
        'offer a price with one amount',
      ),
    )
  else if (read.amount === null && !read.isCustom)
    findings.push(
      fault(
        'has a fraction of a cent',
        'the page shows whole cents',
        'offer a price in whole cents',
      ),
    )
  if (read.hasCurrencyOptions && creditKeysOf(price).creditsPer100 !== null)
    findings.push(
      fault(
        'has amounts in other currencies, beside "credits_per_100"',
        `credits are counted in ${read.currency.toUpperCase()} only, and Stripe may charge another currency`,
        'make a price for each currency',
      ),
    )
  if (price.recurring?.usage_type === 'metered')
    findings.push({
      level: 'warning',
      says: says('is charged by usage'),
      why: 'the page shows an amount that nobody pays with the order',
      remedy: `offer a price with an amount of its own; or take "offer" out of its metadata (${editing})`,
    })
  if (read.interval === null && read.trialDays !== null)
    findings.push({
      level: 'warning',
      says: says('has "trial_days", and is paid once'),
      why: 'only subscriptions have a trial: nobody gets one here',
      remedy: `remove "trial_days" from its metadata (${editing})`,
    })
  if (product?.active === false)
    findings.push({
      level: 'warning',
      says: says('is of an archived product'),
      why: 'the page does not show it',
      remedy: 'Stripe > Product catalog > Archived: unarchive the product; or archive the price',
    })
  return findings
}
