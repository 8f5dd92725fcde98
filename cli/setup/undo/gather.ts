import { valueOf } from '../../variables/environment.ts'
import type { Environment } from '../../variables/environment.ts'
import { patient } from '../../services/wire/patience.ts'
import { refIn } from '../../services/supabase-management.ts'
import type { Asker } from '../../terminal/ask.ts'
import { SetupFault } from '../../terminal/setup-fault.ts'
import type { Steps } from '../../terminal/steps.ts'
import type { World } from '../../world.ts'
import { openWorld } from '../../world.ts'
import { chooseProject, chooseSite } from '../choose-places.ts'
import { assertGiven, gatherCredential } from '../credentials.ts'
import { createSupabaseAccess } from '../supabase-access.ts'
import { netlifyToken, setupKey, supabaseToken } from '../wanted-credentials.ts'

export type Places = {
  project: string | undefined
  site: string | undefined
  page: string | undefined
}

/**
 * The three credentials that setup took, and the places that it changed.
 * @param env gets the credentials
 * @throws {UsageError}, {SetupFault}, {StoppedError}
 */
export async function gatherForUndo(
  env: Environment,
  order: Places & { asker: Asker | null; steps: Steps; folder: string },
): Promise<World> {
  const { asker, folder, page } = order
  const people = { env, asker, steps: order.steps }
  const supabase = createSupabaseAccess(env)
  const known = order.project ?? refIn(valueOf(env, 'SUPABASE_URL'))
  assertGiven([setupKey(env), supabaseToken(supabase, known), netlifyToken(env)], people)
  await gatherCredential(setupKey(env), people)
  await gatherCredential(supabaseToken(supabase, known), people)
  const project = known ?? (await chooseProject({ env, asker, supabase }))
  await gatherCredential(netlifyToken(env), people)
  const site = await chooseSite({ env, asker, given: order.site })
  const world = await openWorld({ env, copy: folder, page, project, site, limits: patient })
  const { stripe, account } = world
  if (stripe !== null && account !== null && stripe.livemode !== account.livemode)
    throw new SetupFault(
      '"STRIPE_API_KEY" and "STRIPE_SETUP_KEY" are keys of different modes: give the setup key of the mode that is to be undone.',
    )
  return world
}
