/** The customer in Stripe's dashboard. */
export function customerLink(id: string, livemode: boolean): string {
  return `https://dashboard.stripe.com/${livemode ? '' : 'test/'}customers/${id}`
}
