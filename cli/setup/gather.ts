import type { Asker } from '../terminal/ask.ts'
import type { Environment } from '../variables/environment.ts'
import { valueOf } from '../variables/environment.ts'
import { refIn } from '../services/supabase-management.ts'
import { patient } from '../services/wire/patience.ts'
import type { World } from '../world.ts'
import { openWorld } from '../world.ts'
import type { Steps } from '../terminal/steps.ts'
import { askForMailer } from './ask-for-mailer.ts'
import { askForShop } from './ask-for-shop.ts'
import { awaitProject, chooseProject, chooseSite } from './choose-places.ts'
import { assertGiven, gatherCredential } from './credentials.ts'
import { SetupFault } from '../terminal/setup-fault.ts'
import { createSupabaseAccess } from './supabase-access.ts'
import { netlifyToken, runtimeKey, setupKey, supabaseToken } from './wanted-credentials.ts'

/**
 * Gathers what only the owner can bring: three credentials, the project, the site, and the key that the site uses.
 * @param env gets all of it
 * @returns the world that they open, and where a test email goes (`null`: nowhere)
 * @throws {UsageError}, {SetupFault}, {StoppedError}
 */
export async function gather(
  env: Environment,
  order: {
    asker: Asker | null
    steps: Steps
    keep: (variables: Record<string, string>) => Promise<void>
    isBillingAlone: boolean
    folder: string
    project: string | undefined
    site: string | undefined
    page: string | undefined
  },
): Promise<{ world: World; testAddress: string | null }> {
  const { asker, steps, keep, isBillingAlone, folder, ...given } = order
  const people = { env, asker, steps }
  const known = given.project ?? refIn(valueOf(env, 'SUPABASE_URL'))
  const supabase = createSupabaseAccess(env)
  const ofSupabase = supabaseToken(supabase, known)
  assertGiven([setupKey(env), ofSupabase, netlifyToken(env), runtimeKey(env)], people)
  await gatherCredential(setupKey(env), people)
  await gatherCredential(ofSupabase, people)
  const project = known ?? (await chooseProject({ env, asker, supabase }))
  // Only now can it be asked what the token may do there.
  if (known === null) await gatherCredential(supabaseToken(supabase, project), people)
  await gatherCredential(netlifyToken(env), people)
  const site = await chooseSite({ env, asker, given: given.site })
  await gatherCredential(runtimeKey(env), people)
  const learned = {
    STRIPE_API_KEY: env.STRIPE_API_KEY ?? '',
    NETLIFY_SITE_ID: site,
    ...(given.page !== undefined && { FRONTEND_URL: given.page }),
  }
  Object.assign(env, learned)
  await keep(learned)
  const { page } = given
  const limits = patient
  const places = { page, project, site, opened: supabase.opened }
  const world = await openWorld({ env, copy: folder, ...places, isBillingAlone, keep, limits })
  await awaitProject(world, steps)
  await assertPublicPage(world)
  if (valueOf(world.env, 'FRONTEND_URL') === null && world.page !== null)
    await world.keep({ FRONTEND_URL: world.page })
  world.shop = await askForShop(world, asker)
  return { world, testAddress: await askForMailer(world, asker) }
}

/** An address of `npm run dev` in `.env` must not become the deployed page's. @throws {SetupFault} */
async function assertPublicPage(world: World): Promise<void> {
  const site = await world.site?.find()
  if (!isHere(world.page) || isHere(site?.url ?? null)) return
  throw new SetupFault(
    '"FRONTEND_URL" leads to this machine: remove it from .env, or name the page with --page.',
  )
}

function isHere(url: string | null): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(URL.parse(url ?? '')?.hostname ?? '')
}
