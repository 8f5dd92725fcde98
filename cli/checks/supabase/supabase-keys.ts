import type { Change } from '../../services/change.ts'
import { ServiceError } from '../../services/service-error.ts'
import type { SupabaseData } from '../../services/supabase-data.ts'
import type { SupabaseProject } from '../../services/supabase-management.ts'
import { valueOf } from '../../variables/environment.ts'
import type { World } from '../../world.ts'
import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'

type Kind = 'publishable' | 'secret'

const kinds = ['publishable', 'secret'] as const
const names = {
  publishable: 'SUPABASE_PUBLISHABLE_KEY',
  secret: 'SUPABASE_SECRET_KEY',
} as const satisfies Record<Kind, string>
const secretName = 'portal_gateway'
const serverRole = 'service_role'

/** Both keys are of their kind, of the new form, and the project accepts them. */
export const supabaseKeys: Check = {
  name: 'supabase_keys',
  group: 'supabase',
  async look({ data, env }) {
    if (data === null) return [unknown("the project's keys", takes.data)]
    const given = kinds.flatMap((kind) => {
      const value = valueOf(env, names[kind])
      return value === null ? [] : [{ kind, value }]
    })
    const findings = given.flatMap(({ kind, value }) => judge(kind, value))
    if (findings.every(({ level }) => level !== 'fault'))
      for (const { kind } of given)
        if (await isRefused(data, kind))
          findings.push({
            level: 'fault',
            says: `the project refuses "${names[kind]}"`,
            why: 'the page opens nothing',
            remedy:
              'is it a key of this project? Supabase: Project Settings > API Keys; or run `npm run setup`',
          })
    if (findings.length > 0) return findings
    return given.length < 2
      ? [unknown("the project's keys", takes.data)]
      : [ok('the project accepts both keys')]
  },
  async fix(world) {
    const { project, data, env } = world
    if (project === null) return []
    const missing: Kind[] = []
    for (const kind of kinds) {
      const isNew = valueOf(env, names[kind])?.startsWith(`sb_${kind}_`) === true
      if (!isNew || (data !== null && (await isRefused(data, kind)))) missing.push(kind)
    }
    if (missing.length === 0) return []
    const keys = await project.listKeys('whole')
    return missing.map((kind) => takeOrMake(world, { project, kind, keys }))
  },
}

/** In the plan it is one line with the project's address. */
export const keepsProject = "Keep the project's address and keys"

function takeOrMake(
  { keep }: World,
  order: {
    project: SupabaseProject
    kind: Kind
    keys: Awaited<ReturnType<SupabaseProject['listKeys']>>
  },
): Change {
  const { project, kind, keys } = order
  const name = names[kind]
  const ours = keys.filter((key) => key.type === kind)
  // Any publishable key will do; a secret one of our own can be revoked without harm to others.
  const found = ours.find(
    ({ value, name: of, role }) =>
      value !== null &&
      (kind === 'publishable' || (of.startsWith(secretName) && role === serverRole)),
  )
  if (found?.value !== undefined && found.value !== null) {
    const { value } = found
    return {
      brief: keepsProject,
      says: `Set ${name} to the project's ${kind} key "${found.name}"`,
      call: null,
      keep: () => keep({ [name]: value }),
    }
  }
  return {
    says: `Create a ${kind} key in the project, for the gateway`,
    call: {
      service: 'supabase',
      method: 'POST',
      path: `${project.path}/api-keys?reveal=true`,
      body: {
        type: kind,
        name: freeName(ours.map((key) => key.name)),
        // What Supabase's own dashboard sends: which role a key without it has is not documented.
        ...(kind === 'secret' && { secret_jwt_template: { role: serverRole } }),
      },
    },
    keep: async (answer) => keep({ [name]: (answer as { api_key: string }).api_key }),
  }
}

function freeName(taken: string[]): string {
  let name = secretName
  for (let number = 2; taken.includes(name); number += 1) name = `${secretName}_${number}`
  return name
}

function judge(kind: Kind, value: string): Finding[] {
  const name = names[kind]
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
        says: `"${name}" is a key of another kind`,
        why:
          kind === 'publishable'
            ? 'it is published with the page, and opens the whole table to everyone'
            : 'the gateway cannot write its table',
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
        says: `"${name}" is a legacy key`,
        why: 'Supabase ends legacy keys at the end of 2026, and they cannot be rolled one by one',
        remedy: 'run `npm run setup`, which uses new keys (sb_...)',
      },
    ]
  if (!value.startsWith(`sb_${kind}_`))
    return [
      {
        level: 'fault',
        says: `"${name}" does not look like a Supabase key`,
        why: 'the page opens nothing',
        remedy: 'Supabase: Project Settings > API Keys; or run `npm run setup`',
      },
    ]
  return []
}

/** The role in a legacy key, which is a token; `null` if it is none. */
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

async function isRefused(data: SupabaseData, kind: Kind): Promise<boolean> {
  try {
    await (kind === 'secret' ? data.findSyncPlace(false) : data.readAuthSettings())
    return false
  } catch (error) {
    if (error instanceof ServiceError) return error.status === 401
    throw error
  }
}
