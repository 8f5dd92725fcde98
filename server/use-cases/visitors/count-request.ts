import { GatewayError } from '../../errors.ts'
import type { FoldedAddress } from '../../rules/proved.ts'
import type { VisitorsWorld } from './visitors-world.ts'

/**
 * The count opens the way to Stripe: one budget of an address for all doors that ask Stripe about it.
 * @throws `rate_limited`, `database_unavailable`
 */
export async function countRequest(
  { counts }: Pick<VisitorsWorld, 'counts'>,
  address: FoldedAddress,
): Promise<void> {
  const wait = await counts.countRequest(address)
  if (wait > 0)
    throw new GatewayError('rate_limited', 'one address asked more than 120 times in ten minutes', {
      retryAfterSeconds: wait,
    })
}
