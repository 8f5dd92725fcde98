import { ServiceError } from '../../services/service-error.ts'
import type { SupabaseProject } from '../../services/supabase-management.ts'
import type { World } from '../../world.ts'
import type { Change, Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'

type Kind = 'publishable' | 'secret'

const names: Record<Kind, { ours: string; extension: string }> = {
  publishable: { ours: 'SUPABASE_PUBLISHABLE_KEY', extension: 'SUPABASE_ANON_KEY' },
  secret: { ours: 'SUPABASE_SECRET_KEY', extension: 'SUPABASE_SERVICE_ROLE_KEY' },
}
const secretName = 'portal_gateway'

/** Both keys are of their kind, of the new form, and the project takes them. */
export const supabaseKeys: Check = {
  name: 'supabase_keys',
  group: 'supabase',
  async look({ data, env }) {
    if (data === null) return [unknown("the project's keys", takes.data)]
    const kinds = (['publishable', 'secret'] as const).flatMap((kind) => {
      const value = valueOf(env, kind)
      return value === null ? [] : [{ kind, value, name: names[kind].ours }]
    })
    const findings: Finding[] = kinds.flatMap(({ kind, value, name }) => judge(kind, value, name))
    if (findings.every(({ level }) => level !== 'fault')) {
      const reads: Record<Kind, () => Promise<unknown>> = {
        publishable: () => data.readAuthSettings(),
        secret: () => data.findSyncPlace(false),
      }
      for (const { kind, name } of kinds)
        if (await isRefused(reads[kind]))
          findings.push({
            level: 'fault',
            says: `"${name}" is refused by the project`,
            why: 'the page opens nothing',
            remedy:
              'is it a key of this project? Supabase: Project Settings > API Keys; or run `npm run setup`',
          })
    }
    if (findings.length > 0) return findings
    return kinds.length < 2
      ? [unknown("the project's keys", takes.data)]
      : [ok('the project takes both keys')]
  },
  async mend(world) {
    const { project, data } = world
    if (project === null) return []
    const missing: Kind[] = []
    for (const kind of ['publishable', 'secret'] as const) {
      const value = valueOf(world.env, kind)
      const isFresh = value?.startsWith(`sb_${kind}_`) === true
      const read =
        kind === 'secret' ? () => data!.findSyncPlace(false) : () => data!.readAuthSettings()
      if (!isFresh || (data !== null && (await isRefused(read)))) missing.push(kind)
    }
    if (missing.length === 0) return []
    const keys = await project.listKeys()
    return missing.map((kind) => takeOrMake(world, { project, kind, keys }))
  },
}

function takeOrMake(
  { keep }: World,
  order: {
    project: SupabaseProject
    kind: Kind
    keys: Awaited<ReturnType<SupabaseProject['listKeys']>>
  },
): Change {
  const { project, kind, keys } = order
  const name = names[kind].ours
  const ours = keys.filter((key) => key.type === kind)
  // Any publishable key will do; a secret one of our own can be revoked without harm to others.
  const found = ours.find(
    (key) => key.value !== null && (kind === 'publishable' || key.name.startsWith(secretName)),
  )
  if (found?.value !== undefined && found.value !== null) {
    const { value } = found
    return {
      says: `${name} = the project's ${kind} key "${found.name}"`,
      call: null,
      keep: () => keep({ [name]: value }),
    }
  }
  return {
    says: `a ${kind} key of the project for the gateway`,
    call: {
      service: 'supabase',
      method: 'POST',
      path: `${project.path}/api-keys?reveal=true`,
      body: { type: kind, name: freeName(ours.map((key) => key.name)) },
    },
    keep: async (answer) => keep({ [name]: (answer as { api_key: string }).api_key }),
  }
}

function freeName(taken: string[]): string {
  let name = secretName
  for (let number = 2; taken.includes(name); number += 1) name = `${secretName}_${number}`
  return name
}

function valueOf(env: World['env'], kind: Kind): string | null {
  const { ours, extension } = names[kind]
  return env[ours]?.trim() || env[extension]?.trim() || null
}

function judge(kind: Kind, value: string, name: string): Finding[] {
  const role = roleOf(value)
  const wanted = kind === 'secret' ? 'service_role' : 'anon'
  const isOther =
    role === null
      ? value.startsWith(kind === 'secret' ? 'sb_publishable_' : 'sb_secret_')
      : role !== wanted
  if (isOther)
    return [
      {
        level: 'fault',
        says: `"${name}" holds a key of another kind`,
        why:
          kind === 'publishable'
            ? 'it is published with the page, and opens the whole table to everybody'
            : 'the gateway can not write its table',
        remedy:
          kind === 'publishable'
            ? 'set the publishable key, and roll the secret one: it may have been published'
            : 'set the secret key (sb_secret_...)',
      },
    ]
  if (role !== null)
    return [
      {
        level: 'warning',
        says: `"${name}" holds a legacy key`,
        why: 'Supabase ends them with the year 2026, and they can not be rolled one by one',
        remedy: 'run `npm run setup`, which takes new keys (sb_...)',
      },
    ]
  if (!value.startsWith(`sb_${kind}_`))
    return [
      {
        level: 'fault',
        says: `"${name}" does not look like a key of Supabase's`,
        why: 'the page opens nothing',
        remedy: 'Supabase: Project Settings > API Keys; or run `npm run setup`',
      },
    ]
  return []
}

/** The role in a legacy key, which is a token; `null` where it is none. */
function roleOf(key: string): string | null {
  if (!key.startsWith('eyJ')) return null
  try {
    const claims = JSON.parse(Buffer.from(key.split('.')[1] ?? '', 'base64url').toString()) as {
      role?: unknown
    } | null
    return typeof claims?.role === 'string' ? claims.role : 'unknown'
  } catch {
    return 'unknown'
  }
}

async function isRefused(read: () => Promise<unknown>): Promise<boolean> {
  try {
    await read()
    return false
  } catch (error) {
    if (error instanceof ServiceError) return error.status === 401
    throw error
  }
}
