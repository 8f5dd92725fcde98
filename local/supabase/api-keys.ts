import type { ApiKey } from './key-ring.ts'
import type { Project } from './project.ts'

/** The role of a request's `apikey`, or Supabase's refusal, which comes before PostgREST or Auth see the request. */
export function roleOfApiKey(
  project: Project,
  request: Request,
): 'anon' | 'service_role' | Response {
  const key = apiKeyOf(request)
  if (key === null) return refusal('No API key found in request')
  const { controls, keyRing } = project
  if (controls.apiKeys !== 'new') {
    if (key === keyRing.anonKey) return 'anon'
    if (key === keyRing.serviceRoleKey) return 'service_role'
  }
  const known = newKeysOf(project).find((candidate) => candidate.key === key)
  if (known === undefined) return refusal('Invalid API key')
  if (known.type === 'publishable') return 'anon'
  if (/mozilla/i.test(request.headers.get('user-agent') ?? '')) {
    return refusal('Forbidden use of secret API key in browser')
  }
  if (known.role !== 'service_role') return refusal('Invalid API key')
  return 'service_role'
}

/** The project's keys of the new kind: in an old project, only those that its owner has made since. */
export function newKeysOf({ controls, keyRing }: Project): ApiKey[] {
  if (controls.apiKeys !== 'legacy') return keyRing.keys
  return keyRing.keys.filter(({ isFirst }) => !isFirst)
}

/** As a header, or in the query. */
export function apiKeyOf(request: Request): string | null {
  return request.headers.get('apikey') ?? new URL(request.url).searchParams.get('apikey')
}

/** The token behind `Bearer`, or null. */
export function bearerOf(request: Request): string | null {
  const [, token] = /^bearer\s+(.*)$/i.exec(request.headers.get('authorization') ?? '') ?? []
  return token ?? null
}

function refusal(message: string): Response {
  return Response.json({ message, hint: 'see the header "apikey"' }, { status: 401 })
}
