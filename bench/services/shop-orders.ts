import type { StripeStandIn } from '#local/stripe/index.ts'

const silent = true

/** What a part may order of a shop: offers, and people who paid for them. */
export function shopOrders(stripe: StripeStandIn) {
  let people = 0

  function sell(name: string, interval: 'month' | null): string {
    const product = stripe.createProduct({ name }, { silent }).id
    const recurring = interval && { interval }
    const terms = { unit_amount: 1900, currency: 'eur', metadata: { offer: 'yes' } }
    return stripe.createPrice({ product, recurring, ...terms }, { silent }).id
  }

  return {
    /** Puts so many prices up for sale; one that is paid monthly, and one that is paid once. */
    async offer(count: number) {
      const prices = Array.from({ length: count }, (_, place) =>
        sell(`Offer ${place}`, place % 2 === 0 ? 'month' : null),
      )
      return { plan: prices[0] ?? '', book: prices[1] ?? '' }
    },

    /** So many people pay for a price; the ids of their sessions. */
    async pay({ price, count }: { price: string; count: number }) {
      const { id: link } = stripe.createPaymentLink({ lines: [{ price, quantity: 1 }] }, { silent })
      return Array.from({ length: count }, () => {
        people += 1
        const email = `buyer.${people}@example.com`
        return stripe.payCheckout(stripe.followLink(link).id, { email }).id
      })
    },
  }
}
