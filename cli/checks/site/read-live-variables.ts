import { valueOf } from '../../variables/environment.ts'
import type { World } from '../../world.ts'

/** The one of them that new deliveries are signed with. */
export function firstSecret({ env }: Pick<World, 'env'>): string | null {
  const [first = ''] = (valueOf(env, 'STRIPE_WEBHOOK_SECRET') ?? '').split(',')
  return first.trim() || null
}

/**
 * A short hash of each variable that the live deploy runs with: its webhook tells whoever signs like Stripe.
 * @returns `null` if it can't be asked, rejects our secret, or is of a version that doesn't tell
 * @throws {ServiceError} if the page does not answer
 */
export async function readLiveVariables(
  world: Pick<World, 'env' | 'deployed'>,
): Promise<ReadonlyMap<string, string> | null> {
  const secret = firstSecret(world)
  return world.deployed === null || secret === null ? null : world.deployed.readVariables(secret)
}
