import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  startNetlifyStandIn,
  type NetlifyStandIn,
} from '#tests/stand-ins/management/netlify/index.ts'
import { ask, type Answer } from './client.ts'

let netlify: NetlifyStandIn
beforeAll(async () => {
  netlify = await startNetlifyStandIn({ siteUrl: 'http://127.0.0.1:8888/' })
})
beforeEach(() => {
  netlify.reset()
  netlify.onDeploy(() => undefined)
})
afterAll(() => netlify.close())

const api = async (order: string, body?: unknown): Promise<Answer> => {
  const [method, path] = order.split(' ') as [string, string]
  return await ask(netlify, `${method} /api/v1${path}`, body)
}
describe('the account', () => {
  test.each(['', 'nfp_0000000000000000000000000000000000000000'])(
    '%j opens nothing',
    async (token) => {
      const answer = await ask({ url: netlify.url, token }, 'GET /api/v1/user')
      expect([answer.status, answer.body]).toEqual([401, { code: 401, message: 'Access Denied' }])
    },
  )

  test('has an owner, a plan, and sites', async () => {
    expect((await api('GET /user')).body).toMatchObject({
      id: expect.any(String),
      email: 'owner@example.com',
      full_name: expect.any(String),
      site_count: 1,
    })
    netlify.control({ plan: 'free' })
    const [account] = (await api('GET /accounts')).body
    expect(account).toMatchObject({
      id: netlify.accountId,
      slug: netlify.accountSlug,
      type_name: 'Free',
    })
    expect((await api(`GET /accounts/${netlify.accountSlug}`)).body).toEqual(account)
  })
})

describe('sites', () => {
  test('are listed, by name, and page by page', async () => {
    const other = { id: 'another', name: 'another-shop', url: 'https://another.example.com' }
    netlify.control({ otherSites: [other] })
    const names = async (query: string) =>
      ((await api(`GET /sites?${query}`)).body as unknown as { name: string }[]).map(
        ({ name }) => name,
      )
    expect(await names('filter=all')).toEqual([netlify.siteName, 'another-shop'])
    expect(await names('name=another')).toEqual(['another-shop'])
    expect(await names('page=2&per_page=1')).toEqual(['another-shop'])
    const own = await api(`GET /${netlify.accountSlug}/sites`)
    expect(own.body).toHaveLength(2)
  })

  test('one tells where it is reached, by its id and by its name', async () => {
    netlify.setSiteUrl('http://127.0.0.1:9999/')
    const { body } = await api(`GET /sites/${netlify.siteId}`)
    expect(body).toMatchObject({
      id: netlify.siteId,
      account_id: netlify.accountId,
      account_slug: netlify.accountSlug,
      url: 'http://127.0.0.1:9999',
      ssl_url: 'http://127.0.0.1:9999',
      published_deploy: null,
      build_settings: { repo_url: expect.any(String), stop_builds: false },
    })
    expect((await api(`GET /sites/${netlify.siteName}.netlify.app`)).body).toEqual(body)
    expect((await api('GET /sites/nowhere')).body).toEqual({ code: 404, message: 'Not Found' })
  })
})

describe('deploys', () => {
  const start = async () => (await api(`POST /sites/${netlify.siteId}/builds`)).body

  test('take the variables as they are, and tell the site’s hook what functions and build see', async () => {
    netlify.setEnv({
      FOR_FUNCTIONS: { value: 'f', scopes: ['functions'] },
      FOR_BUILDS: { value: 'b', scopes: ['builds'] },
    })
    const seen: Record<string, string>[] = []
    netlify.onDeploy(({ env, buildEnv }) => void seen.push(env, buildEnv))
    const build = await start()
    expect(build).toMatchObject({ id: expect.any(String), done: false, error: null })
    await netlify.settled()
    const [functions, builds] = seen
    expect(functions).toMatchObject({ FOR_FUNCTIONS: 'f', URL: 'http://127.0.0.1:9999' })
    expect(functions).not.toHaveProperty('FOR_BUILDS')
    expect(builds).toMatchObject({ FOR_BUILDS: 'b', SITE_ID: netlify.siteId })
    expect(builds).not.toHaveProperty('FOR_FUNCTIONS')
    expect((await api(`GET /builds/${String(build['id'])}`)).body).toMatchObject({ done: true })
  })

  test('go from new by building to ready, which is when they are published', async () => {
    const hold = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    netlify.onDeploy(async () => {
      begun.resolve()
      await hold.promise
    })
    netlify.control({ holdDeploys: true })
    const { deploy_id: id } = await start()
    const state = async () => (await api(`GET /deploys/${String(id)}`)).body['state']
    expect(await state()).toBe('new')
    netlify.releaseDeploys()
    await begun.promise
    expect(await state()).toBe('building')
    expect(netlify.deployedEnv()).toBeNull()
    hold.resolve()
    await netlify.settled()
    const { body } = await api(`GET /sites/${netlify.siteId}/deploys/${String(id)}`)
    expect(body).toMatchObject({
      id,
      site_id: netlify.siteId,
      state: 'ready',
      context: 'production',
      error_message: null,
      published_at: expect.any(String),
    })
    const site = await api(`GET /sites/${netlify.siteId}`)
    expect(site.body['published_deploy']).toEqual(body)
  })

  test('what is set after a deploy is not in it', async () => {
    netlify.setEnv({ A_NAME: 'before', A_SECRET: { value: 's', isSecret: true } })
    await start()
    await netlify.settled()
    netlify.setEnv({ A_NAME: 'after' })
    expect(netlify.deployedEnv()).toMatchObject({ A_NAME: 'before', A_SECRET: 's' })
    expect(netlify.env()).toMatchObject({ A_NAME: 'after' })
    await start()
    await netlify.settled()
    expect(netlify.deployedEnv()).toMatchObject({ A_NAME: 'after' })
  })

  test('may fail, and leave what was published', async () => {
    await start()
    await netlify.settled()
    const [published] = netlify.deploys()
    netlify.control({ deployFails: 'Build script returned non-zero exit code: 2' })
    const { deploy_id: id } = await start()
    await netlify.settled()
    expect((await api(`GET /deploys/${String(id)}`)).body).toMatchObject({
      state: 'error',
      error_message: 'Build script returned non-zero exit code: 2',
      published_at: null,
    })
    const site = await api(`GET /sites/${netlify.siteId}`)
    expect(site.body['published_deploy']).toMatchObject({ id: published!.id })
  })

  test('fail where their hook does', async () => {
    netlify.onDeploy(() => Promise.reject(new Error('the site did not start')))
    await start()
    await netlify.settled()
    expect(netlify.deploys()).toMatchObject([
      { state: 'error', errorMessage: 'the site did not start' },
    ])
  })

  test('are listed newest first, page by page', async () => {
    const first = await start()
    const second = await start()
    const list = async (query: string) =>
      (
        (await api(`GET /sites/${netlify.siteId}/deploys?${query}`)).body as unknown as {
          id: string
        }[]
      ).map(({ id }) => id)
    expect(await list('')).toEqual([second['deploy_id'], first['deploy_id']])
    expect(await list('per_page=1&page=2')).toEqual([first['deploy_id']])
    await netlify.settled()
  })

  test('are refused where the owner stopped them', async () => {
    netlify.control({ buildsStopped: true })
    expect((await api(`POST /sites/${netlify.siteId}/builds`)).status).toBe(422)
    expect((await api(`POST /sites/nowhere/builds`)).status).toBe(404)
  })
})
