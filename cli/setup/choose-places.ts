import { setTimeout as wait } from 'node:timers/promises'
import type { Asker } from '../terminal/ask.ts'
import type { Environment } from '../variables/environment.ts'
import { listSites } from '../services/netlify-sites.ts'
import { ServiceError } from '../services/service-error.ts'
import type { SupabaseProject } from '../services/supabase-management.ts'
import { UsageError } from '../terminal/usage-error.ts'
import type { Steps } from '../terminal/steps.ts'
import type { World } from '../world.ts'
import { SetupFault } from '../terminal/setup-fault.ts'
import type { SupabaseAccess } from './supabase-access.ts'

const patienceMilliseconds = 300_000
const pauseMilliseconds = 3000

type Choice = { value: string; label: string }
type Order = { env: Environment; asker: Asker | null }

const newProject = 'https://supabase.com/dashboard/new'

/**
 * The ref of the Supabase project where no variable names it: the only one, or the owner's choice. A token that is
 * limited to some projects may list none; then the owner names it.
 * @throws {UsageError} if there isn't exactly one and nobody can be asked
 */
export async function chooseProject({
  env,
  asker,
  supabase,
}: Order & { supabase: SupabaseAccess }): Promise<string> {
  const projects = await supabase.list(env.SUPABASE_ACCESS_TOKEN ?? '').catch(noneIfForbidden)
  const flag = '--supabase-project <ref>'
  if (projects.length > 0)
    return choose(asker, {
      known: undefined,
      choices: projects.map(({ ref, name }) => ({ value: ref, label: `${name} (${ref})` })),
      matches: () => false,
      what: 'Supabase project',
      flag,
      make: newProject,
    })
  if (asker === null)
    throw new UsageError(
      `Which Supabase project? The token lists none: name it with ${flag}, or create one: ${newProject}`,
    )
  return asker.line({
    message: `The project's ref: the twenty letters after "project/" in its address at Supabase. If you have no project yet, create one: ${newProject}`,
    judge: (ref) => (/^[a-z]{20}$/.test(ref) ? undefined : 'it has twenty small letters.'),
  })
}

function noneIfForbidden(error: unknown): [] {
  if (error instanceof ServiceError && error.status === 403) return []
  throw error
}

/**
 * The id of the Netlify site: the given one, the one in the variables, the only one, or the owner's choice.
 * @throws {UsageError} if there are several and nobody can be asked
 * @throws {SetupFault} if there is none, or the token does not open the given one
 */
export async function chooseSite({
  env,
  asker,
  given,
}: Order & { given: string | undefined }): Promise<string> {
  const sites = await listSites(env, env.NETLIFY_AUTH_TOKEN ?? '')
  const known = given ?? env.NETLIFY_SITE_ID
  return choose(asker, {
    known,
    choices: sites.map(({ id, name, url }) => ({ value: id, label: `${name} (${url})` })),
    matches: (id) => id === known || sites.some((site) => site.id === id && site.name === known),
    what: 'Netlify site',
    flag: '--netlify-site <id or name>',
    make: 'the button "Deploy to Netlify" in README.md',
  })
}

async function choose(
  asker: Asker | null,
  order: {
    known: string | undefined
    choices: readonly Choice[]
    matches: (value: string) => boolean
    what: string
    flag: string
    make: string
  },
): Promise<string> {
  const { known, choices, what, flag, make } = order
  if (choices.length === 0) throw new SetupFault(`There is no ${what} yet. Create one: ${make}.`)
  if (known !== undefined) {
    const found = choices.find(({ value }) => order.matches(value))
    if (found !== undefined) return found.value
    throw new SetupFault(
      `The token does not open the ${what} "${known}". It opens: ${list(choices)}.`,
    )
  }
  const [only, ...others] = choices
  if (only !== undefined && others.length === 0) return only.value
  if (asker === null)
    throw new UsageError(`Which ${what}? Name it with ${flag}. The token opens: ${list(choices)}`)
  return asker.choose(`Which ${what}?`, choices)
}

function list(choices: readonly Choice[]): string {
  return choices.map(({ label }) => label).join(', ')
}

/**
 * A project that was just made takes a minute or two until its database answers.
 * @throws {SetupFault} if it is paused, or isn't up after five minutes
 */
export async function awaitProject({ project }: World, steps: Steps): Promise<void> {
  if (project === null || (await isUp(project))) return
  await steps.wait('Waiting for the Supabase project to come up', async () => {
    const endsAt = performance.now() + patienceMilliseconds
    do {
      await wait(pauseMilliseconds)
      project.forget()
    } while (!(await isUp(project, performance.now() > endsAt)))
  })
}

/** @throws {SetupFault} if it will not be, or not in time */
async function isUp(project: SupabaseProject, isLate = false): Promise<boolean> {
  const status = await project.readStatus()
  if (status === 'ACTIVE_HEALTHY') return true
  if (!isLate && ['COMING_UP', 'RESTORING', 'UNKNOWN'].includes(status)) return false
  throw new SetupFault(
    `The Supabase project is ${status === 'INACTIVE' ? 'paused' : `not ready (${status})`}. Restore it, then run this again: https://supabase.com/dashboard/project/${project.ref}`,
  )
}
