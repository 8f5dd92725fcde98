import type { Call } from '../wire/call.ts'
import type { Controls as Changeable } from '../wire/controls.ts'
import { noRoute, Refusal } from '../wire/refusal.ts'
import type { Service } from '../wire/service.ts'
import { answerAuth } from './auth.ts'
import type { Controls } from './controls.ts'
import { answerDataApi } from './data-api.ts'
import { answerInbox } from './inbox.ts'
import type { Project } from './project.ts'

/** What is noted about a call: the role that the database saw, `null` if it was not asked. */
export type Noted = { role: string | null }

const corsHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
  'Access-Control-Allow-Headers':
    'authorization, apikey, content-type, x-client-info, x-supabase-api-version, accept-profile, content-profile, prefer',
  'Access-Control-Expose-Headers': 'content-range, x-sb-error-code, x-supabase-api-version',
}

/** A project's `/rest/v1` and `/auth/v1` on the wire, and its inbox beside them. */
export function createService(
  project: Project,
  controls: Changeable<Controls, 'latencyMs'>,
): Service<Controls, Noted, 'latencyMs'> {
  return {
    name: 'Supabase',
    controls,
    note: () => ({ role: null }),
    latencyMs: (call) => project.controls.latencyMs[isRest(call) ? 'rest' : 'auth'],
    wordFault({ status, cut, message = 'a fault was asked for' }) {
      // What breaks off was not done: the next try finds everything as it was.
      if (cut) return new Refusal(status ?? 200, message)
      return status === undefined ? null : new Refusal(status, message)
    },
    async answer({ request, call }) {
      if (isRest(call)) return await answerDataApi(project, request, (role) => (call.role = role))
      if (call.path.startsWith('/auth/v1/')) return await answerAuth(project, request)
      throw noRoute('Supabase', call)
    },
    describe: ({ message }) => ({ message }),
    headers: () => corsHeaders,
    serveBeside(request) {
      if (request.method === 'OPTIONS') return new Response(null, { headers: corsHeaders })
      return answerInbox(project, request)
    },
  }
}

function isRest({ path }: Call): boolean {
  return path.startsWith('/rest/v1/')
}
