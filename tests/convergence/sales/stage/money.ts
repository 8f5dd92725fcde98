import { disputeSteps } from '#local/stripe/objects/payments/disputes.ts'
import type { Happening, Shop } from './shop.ts'

const yearSeconds = 400 * 86_400

/** What banks and owners do to money that was paid. */
export function createMoney({ stripe, dice, isDeaf }: Shop): Record<string, [number, Happening]> {
  const taken = () => stripe.charges().filter(({ status }) => status === 'succeeded')

  /** What is older than the pass looks back is read when it is refunded or disputed, and what follows by its event. */
  function isWithinReach(charge: string): boolean {
    const { created } = stripe.charges().find(({ id }) => id === charge)!
    return !isDeaf || created > stripe.customers().at(-1)!.created - yearSeconds
  }

  return {
    'a delayed payment': [
      4,
      () => {
        const open = stripe.charges().filter(({ status }) => status === 'pending')
        const intent = dice.pick(open)?.payment_intent as string | undefined
        if (intent === undefined) return null
        const outcome = dice.roll() < 0.7 ? 'succeeds' : 'fails'
        stripe.settlePayment(intent, outcome)
        return `${intent} ${outcome}`
      },
    ],
    'was refunded': [
      4,
      () => {
        const charge = dice.pick(taken())
        if (charge === null) return null
        const left = charge.amount - charge.amount_refunded
        if (left === 0 || stripe.disputes().some((each) => each.charge === charge.id)) return null
        const amount = dice.roll() < 0.4 ? Math.ceil(left / 3) : left
        const status = dice.roll() < 0.3 ? 'pending' : 'succeeded'
        stripe.refundCharge(charge.id, amount, { status })
        return `${charge.id} by ${amount} of ${left}, ${status}`
      },
    ],
    'a refund': [
      3,
      () => {
        const going = stripe
          .refunds()
          .filter(({ status, charge }) => status !== 'failed' && isWithinReach(charge as string))
        const refund = dice.pick(going)
        if (refund === null) return null
        const outcome = dice.roll() < 0.7 ? 'fails' : 'succeeds'
        stripe.settleRefund(refund.id, outcome)
        return `${refund.id} ${outcome}`
      },
    ],
    'was disputed': [
      2,
      () => {
        const charge = dice.pick(taken().filter(({ disputed, refunded }) => !disputed && !refunded))
        if (charge === null) return null
        const isInquiry = dice.roll() < 0.4
        stripe.openDispute({ charge: charge.id, isInquiry })
        return `${charge.id}${isInquiry ? ' as an inquiry' : ''}`
      },
    ],
    'a dispute': [
      3,
      () => {
        const dispute = dice.pick(stripe.disputes())
        if (dispute === null || !isWithinReach(dispute.charge as string)) return null
        const step = dice.pick(disputeSteps)!
        try {
          stripe.stepDispute(dispute.id, step)
        } catch {
          // Not from where it is.
          return null
        }
        return `${dispute.id}: ${step}`
      },
    ],
  }
}
