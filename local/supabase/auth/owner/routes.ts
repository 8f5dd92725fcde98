import { findRoute } from '../../../wire/find-route.ts'
import { noRoute } from '../../../wire/refusal.ts'
import type { Project } from '../../project.ts'
import { readBody } from '../ways/requests.ts'
import { assertOwner } from './assert-owner.ts'
import { generateLink } from './generate-link.ts'
import { addPerson, listPeople, readPerson, removePerson } from './people.ts'

type Order = { project: Project; request: Request; ids: string[] }
type Route = { method: string; path: string; answer(order: Order): Promise<Response> }

const routes: readonly Route[] = [
  {
    method: 'GET',
    path: '/admin/users',
    answer: ({ project, request }) => listPeople(project, request),
  },
  {
    method: 'POST',
    path: '/admin/users',
    answer: async ({ project, request }) => addPerson(project, await readBody(request)),
  },
  {
    method: 'GET',
    path: '/admin/users/:id',
    answer: ({ project, ids }) => readPerson(project, ids[0]!),
  },
  {
    method: 'DELETE',
    path: '/admin/users/:id',
    answer: ({ project, ids }) => removePerson(project, ids[0]!),
  },
  {
    method: 'POST',
    path: '/admin/generate_link',
    answer: async ({ project, request }) => generateLink(project, await readBody(request)),
  },
]

/** What only the owner may ask of Auth, with the secret key. @throws {AuthFailure} @throws {Refusal} 501 */
export async function answerOwner(
  project: Project,
  request: Request,
  path: string,
): Promise<Response> {
  const { method } = request
  const found = findRoute(routes, method, path)
  if (found === null) throw noRoute('Supabase', { method, path: `/auth/v1${path}` })
  await assertOwner(project, request)
  return await found.route.answer({ project, request, ids: found.ids })
}
