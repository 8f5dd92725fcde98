import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Answer } from './client.ts'
import { ask } from './client.ts'
import type { NetlifyStandIn } from './netlify/index.ts'
import { startNetlifyStandIn } from './netlify/index.ts'

let netlify: NetlifyStandIn
let seen: Record<string, string>[]
let whileBuilding: () => Promise<void> | void
beforeEach(async () => {
  seen = []
  whileBuilding = () => undefined
  netlify = await startNetlifyStandIn({
    siteUrl: 'http://127.0.0.1:8888',
    onDeploy({ env, buildEnv }) {
      seen.push(env, buildEnv)
      return whileBuilding()
    },
  })
})
afterEach(() => netlify.close())

const api = async (order: string): Promise<Answer> =>
  await ask(netlify, order.replace(' ', ' /api/v1'))
const build = async () => (await api(`POST /sites/${netlify.siteId}/builds`)).body
const text = expect.any(String)

describe('sites', () => {
  test('are listed, the owner’s first, as many as are asked for', async () => {
    const other = { id: 'another', name: 'another-shop', url: 'https://another.example.com' }
    netlify.control({ otherSites: [other] })
    const names = async (query: string) =>
      Array.from((await api(`GET /sites?${query}`)).body, (site) => site['name'])
    expect(await names('per_page=100')).toEqual([netlify.siteName, 'another-shop'])
    expect(await names('per_page=1')).toEqual([netlify.siteName])
  })

  test('say where they are reached, by id and by name, in fields that Netlify describes', async () => {
    netlify.setSiteUrl('http://127.0.0.1:9999/')
    const { body } = await api(`GET /sites/${netlify.siteId}`)
    expect(body).toEqual({
      id: netlify.siteId,
      state: text,
      name: netlify.siteName,
      custom_domain: null,
      url: 'http://127.0.0.1:9999',
      ssl_url: 'http://127.0.0.1:9999',
      admin_url: text,
      created_at: text,
      updated_at: text,
      published_deploy: null,
      build_settings: { provider: 'github', repo_branch: 'main', stop_builds: false },
      account_id: text,
      account_name: text,
      account_slug: netlify.accountSlug,
    })
    expect((await api(`GET /sites/${netlify.siteName}.netlify.app`)).body).toEqual(body)
    expect((await api('GET /sites/nowhere')).body).toEqual({ code: 404, message: 'Not Found' })
    expect((await api('POST /sites/nowhere/builds')).status).toBe(404)
  })
})

describe('a deploy', () => {
  test('hands functions and build the variables of their scopes', async () => {
    netlify.setEnv({
      FOR_FUNCTIONS: { value: 'f', scopes: ['functions'] },
      FOR_BUILDS: { value: 'b', scopes: ['builds'] },
    })
    expect(await build()).toMatchObject({ id: text, deploy_id: text, done: false, error: null })
    await netlify.settled()
    const [functions, builds] = seen
    expect(functions).toMatchObject({ FOR_FUNCTIONS: 'f', URL: 'http://127.0.0.1:8888' })
    expect(functions).not.toHaveProperty('FOR_BUILDS')
    expect(builds).toMatchObject({ FOR_BUILDS: 'b', SITE_ID: netlify.siteId })
    expect(builds).not.toHaveProperty('FOR_FUNCTIONS')
  })

  test('goes from building to ready, and only then it is published', async () => {
    const isBuilding = Promise.withResolvers<void>()
    const isBuilt = Promise.withResolvers<void>()
    whileBuilding = async () => {
      isBuilding.resolve()
      await isBuilt.promise
    }
    const { deploy_id: id } = await build()
    await isBuilding.promise
    const read = async () => (await api(`GET /deploys/${String(id)}`)).body
    expect(await read()).toMatchObject({ state: 'building', published_at: null })
    expect(netlify.deployedEnv()).toBeNull()
    isBuilt.resolve()
    await netlify.settled()
    expect(await read()).toEqual({
      id,
      site_id: netlify.siteId,
      admin_url: `https://app.netlify.com/projects/${netlify.siteName}`,
      build_id: text,
      state: 'ready',
      name: netlify.siteName,
      url: text,
      ssl_url: text,
      error_message: null,
      skipped: null,
      branch: text,
      context: 'production',
      created_at: text,
      updated_at: text,
      published_at: text,
    })
    const site = await api(`GET /sites/${netlify.siteId}`)
    expect(site.body['published_deploy']).toEqual(await read())
  })

  test('is refused while builds are stopped, and the site says that they are', async () => {
    netlify.control({ buildsStopped: true })
    expect((await api(`POST /sites/${netlify.siteId}/builds`)).status).toBe(422)
    expect((await api(`GET /sites/${netlify.siteId}`)).body['build_settings']).toMatchObject({
      stop_builds: true,
    })
    expect(netlify.deploys()).toEqual([])
  })

  test('keeps its variables until the next one', async () => {
    netlify.setEnv({ A_NAME: 'before', A_SECRET: { value: 's', isSecret: true } })
    await build()
    await netlify.settled()
    netlify.setEnv({ A_NAME: 'after' })
    expect(netlify.deployedEnv()).toMatchObject({ A_NAME: 'before', A_SECRET: 's' })
    expect(netlify.env()).toMatchObject({ A_NAME: 'after' })
    await build()
    await netlify.settled()
    expect(netlify.deployedEnv()).toMatchObject({ A_NAME: 'after' })
  })

  test.each<[string, () => void, string]>([
    ['its build fails', () => netlify.control({ deployFails: 'exit code: 2' }), 'exit code: 2'],
    [
      'the site does not start',
      () => (whileBuilding = () => Promise.reject(new Error('no start'))),
      'no start',
    ],
  ])('ends in an error if %s, and the one before stays published', async (_, fail, message) => {
    await build()
    await netlify.settled()
    const [published] = netlify.deploys()
    fail()
    const { deploy_id: id } = await build()
    await netlify.settled()
    const { body } = await api(`GET /deploys/${String(id)}`)
    expect(body).toMatchObject({ state: 'error', error_message: message, published_at: null })
    const newest = await api(`GET /sites/${netlify.siteId}/deploys?production=true&per_page=1`)
    expect(newest.body).toEqual([body])
    const site = await api(`GET /sites/${netlify.siteId}`)
    expect(site.body['published_deploy']).toMatchObject({ id: published!.id })
  })
})
