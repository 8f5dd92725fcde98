import { ServiceError } from '../../services/service-error.ts'
import type { SupabaseProject } from '../../services/supabase-management.ts'
import { permissionsOfToken } from '../../services/token-permissions.ts'
import { valueOf } from '../../variables/environment.ts'
import type { World } from '../../world.ts'
import type { Check, Finding } from '../check.ts'
import { causeOf, ok, takes, unknown, unnamedCause } from '../guarded.ts'

const why = 'nobody can sign in, and the table cannot be read'

/** The project is there, awake, and the one that the variables name. */
export const supabaseProject: Check = {
  name: 'supabase_project',
  group: 'supabase',
  async look(world) {
    const findings = [...(await lookFromOutside(world)), ...(await lookFromInside(world))]
    if (findings.length > 0) return findings
    return world.data === null && world.project === null
      ? [unknown('the Supabase project', takes.data)]
      : [ok('the Supabase project answers')]
  },
}

async function lookFromOutside({ data, project }: World): Promise<Finding[]> {
  if (data === null) return []
  try {
    await data.readAuthSettings()
    return []
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    // A refused key is reported by the check of the keys.
    if (error.status === 401) return []
    if (error.status === 429) throw error
    return [
      {
        level: 'fault',
        says: `the project at "SUPABASE_URL" does not answer as Supabase does (${error.status ?? 'no answer'})`,
        why,
        remedy:
          project === null
            ? 'is "SUPABASE_URL" right? A free project that nobody has used for a week is paused: https://supabase.com/dashboard'
            : 'look at https://status.supabase.com, then try again',
        ...causeOf(error),
      },
    ]
  }
}

async function lookFromInside(world: World): Promise<Finding[]> {
  const { project, projectUrl, env } = world
  if (project === null) return env.SUPABASE_ACCESS_TOKEN === undefined ? [] : lookForOne(world)
  let status: string
  try {
    status = await project.readStatus()
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    if (error.status !== 401 && error.status !== 403 && error.status !== 404) throw error
    return [
      {
        level: 'fault',
        says: `"SUPABASE_ACCESS_TOKEN" does not open the project "${project.ref}" (${error.status})`,
        why: 'the project can be neither checked nor set up',
        remedy: `in the account that owns the project, create a token that has ${permissionsOfToken}: https://supabase.com/dashboard/account/tokens`,
        ...causeOf(error),
      },
    ]
  }
  const url = env.SUPABASE_URL?.replace(/\/+$/, '')
  return [
    ...(status === 'ACTIVE_HEALTHY'
      ? []
      : [
          {
            level: 'fault' as const,
            says: `the Supabase project is ${status === 'INACTIVE' ? 'paused' : `not ready (${status})`}`,
            why,
            remedy: `restore it: https://supabase.com/dashboard/project/${project.ref}`,
          },
        ]),
    ...(url === undefined || url === projectUrl || (await takesItsKey(world, project))
      ? []
      : [
          {
            level: 'warning' as const,
            says: `"SUPABASE_URL" is not the address of the project "${project.ref}"`,
            why: 'the project checked here may not be the one that the page uses',
            remedy: `if the project has a domain of your own, this is fine; otherwise set it to ${projectUrl}`,
          },
        ]),
  ]
}

/** A domain of one's own: the address answers to a key of this very project. */
async function takesItsKey({ data, env }: World, project: SupabaseProject): Promise<boolean> {
  const key = valueOf(env, 'SUPABASE_PUBLISHABLE_KEY')
  if (data === null || key === null) return false
  try {
    const keys = await project.listKeys('masked')
    if (!keys.some(({ value }) => value === key)) return false
    await data.readAuthSettings()
    return true
  } catch (error) {
    if (error instanceof ServiceError) return false
    throw error
  }
}

/** A token is there, and no variable says which project it is for. */
async function lookForOne(world: World): Promise<Finding[]> {
  const ask = (what: string) => [{ ...unknown(what, takes.name), cause: unnamedCause }]
  try {
    const projects = await world.listProjects()
    return ask(`which of ${projects.length} projects "SUPABASE_ACCESS_TOKEN" is for`)
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    if (error.status !== 401 && causeOf(error).cause !== undefined) throw error
    if (error.status !== 401) return ask(`which project the token is for: ${error.message}`)
    return [
      {
        level: 'fault',
        says: 'Supabase refuses "SUPABASE_ACCESS_TOKEN"',
        why: 'the project can be neither checked nor set up',
        remedy: `create a token that has ${permissionsOfToken}: https://supabase.com/dashboard/account/tokens`,
        ...causeOf(error),
      },
    ]
  }
}
