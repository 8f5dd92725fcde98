import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  startNetlifyStandIn,
  type NetlifyStandIn,
} from '#tests/stand-ins/management/netlify/index.ts'
import type { ManagementStandIn } from '#tests/stand-ins/management/supabase/index.ts'
import { bareProject, closeBareProject } from './bare-project.ts'
import { netlifyShapes, supabaseShapes, type Shape } from '../described-shapes.ts'
import { ask, at } from './client.ts'

let management: ManagementStandIn
let netlify: NetlifyStandIn
beforeAll(async () => {
  ;({ management } = await bareProject())
  const path = `POST /v1/projects/${management.ref}/database/migrations`
  await ask(management, path, { query: 'create table notes (id int)', name: 'notes' })
  netlify = await startNetlifyStandIn()
  netlify.setEnv({ A_NAME: 'a' })
  await ask(netlify, `POST /api/v1/sites/${netlify.siteId}/builds`)
  await netlify.settled()
})
afterAll(async () => {
  await netlify.close()
  await closeBareProject()
})

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

/** Whatever differs between an answer and its description. */
function differences(answer: object, shape: Shape, isLenient: boolean): string[] {
  const described = new Map(
    Object.entries(shape).flatMap(([type, names]) =>
      names.split(' ').map((name): [string, string] => [name, type]),
    ),
  )
  const invented = Object.keys(answer).filter((name) => !described.has(name))
  const wrong = [...described].filter(([name, described]) => {
    const value = (answer as Record<string, unknown>)[name]
    const [type = '', nullable] = described.split('|')
    if (value === undefined) return !isLenient && !type.endsWith('?')
    if (value === null) return !isLenient && nullable === undefined
    const wanted = type.replace('?', '')
    const is = typeOf(value)
    return wanted !== 'any' && wanted !== is && !(wanted === 'number' && is === 'integer')
  })
  return [...invented.map((name) => `${name} is invented`), ...wrong.map(([name]) => name)]
}

const supabase = async (path: string) => (await ask(management, `GET ${path}`)).body
const project = () => `/v1/projects/${management.ref}`

test.each<[keyof typeof supabaseShapes, () => Promise<unknown>]>([
  ['project', () => supabase(project())],
  ['database', async () => (await supabase(project()))['database']],
  ['organization', async () => (await supabase('/v1/organizations'))[0]],
  ['plan', () => supabase(`/v1/organizations/${management.organization}`)],
  ['apiKey', async () => (await supabase(`${project()}/api-keys`))[1]],
  [
    'signingKey',
    async () => at(await supabase(`${project()}/config/auth/signing-keys`), 'keys', 0),
  ],
  ['signingKey', () => supabase(`${project()}/config/auth/signing-keys/legacy`)],
  ['postgrest', () => supabase(`${project()}/postgrest`)],
  ['health', async () => (await supabase(`${project()}/health?services=auth`))[0]],
  [
    'migration',
    async () => {
      const [first] = await supabase(`${project()}/database/migrations`)
      return await supabase(`${project()}/database/migrations/${String(first?.['version'])}`)
    },
  ],
  ['auth', () => supabase(`${project()}/config/auth`)],
])('Supabase’s %s is as it is described, field by field', async (name, read) => {
  expect(differences((await read()) as object, supabaseShapes[name], false)).toEqual([])
})

const site = () => `/api/v1/sites/${netlify.siteId}`
const env = () => `/api/v1/accounts/${netlify.accountId}/env?site_id=${netlify.siteId}`
const api = async (path: string) => (await ask(netlify, `GET ${path}`)).body

// Its description says of no field that it is always there, or that it may be null.
test.each<[keyof typeof netlifyShapes, () => Promise<unknown>]>([
  ['user', () => api('/api/v1/user')],
  ['account', async () => (await api('/api/v1/accounts'))[0]],
  ['site', () => api(site())],
  ['deploy', async () => (await api(`${site()}/deploys`))[0]],
  ['deploy', async () => (await api(site()))['published_deploy']],
  ['build', async () => (await api(`${site()}/builds`))[0]],
  ['variable', async () => (await api(env()))[0]],
  ['value', async () => at(await api(env()), 0, 'values', 0)],
])('Netlify’s %s has described fields alone, with their types', async (name, read) => {
  const answer = (await read()) as object
  expect(differences(answer, netlifyShapes[name], true)).toEqual([])
  expect(Object.keys(answer).length).toBeGreaterThan(2)
})

test('a wrong type, a missing field and an invented one would be seen', () => {
  const shape = { string: 'a b', 'number|null': 'c' }
  expect(differences({ a: 'x', b: 'y', c: null }, shape, false)).toEqual([])
  expect(differences({ a: 1, c: 'x', d: 1 }, shape, false)).toEqual([
    'd is invented',
    'a',
    'b',
    'c',
  ])
})
