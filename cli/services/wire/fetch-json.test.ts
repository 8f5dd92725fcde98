import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { fetchJson } from './fetch-json.ts'
import type { ServiceError } from '../service-error.ts'

async function answered(status: number, body: string, headers: Record<string, string> = {}) {
  const server = createServer((_, response) => response.writeHead(status, headers).end(body))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    const request = { service: 'supabase' as const, base, method: 'GET', path: '/v1/x?y=z' }
    return await fetchJson({ ...request, token: 'sbp_planted', timeout: 5000 })
  } catch (error) {
    return error as ServiceError
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

test("the database's own reason is told, its keys and addresses are not", async () => {
  const message =
    'Failed to run sql query: ERROR:  23505: (ada@example.com) sb_secret_planted rk_live_planted eyJplanted.x'
  const error = await answered(400, JSON.stringify({ message }))
  expect(error).toMatchObject({ status: 400, code: '23505', service: 'supabase' })
  expect(String(error)).toMatch(/Supabase answered 400 at "GET \/v1\/x" \(23505: Failed to run sql/)
  expect(String(error)).not.toMatch(/planted|example\.com/)
})

test('a redirect is not followed: the token stays where it belongs', async () => {
  const error = await answered(302, '', { Location: 'http://127.0.0.1:9/' })
  expect(error).toMatchObject({ status: null })
})

test('a limit is told with how long it lasts, in whichever header', async () => {
  for (const header of ['Retry-After', 'X-RateLimit-Reset'])
    expect(await answered(429, '{}', { [header]: '7' })).toMatchObject({ retryAfter: 7 })
  const others = ['-1', 'soon', 'Thu, 26 Nov 2026 20:00:00 GMT', '1795723200']
  for (const told of others)
    expect(await answered(429, '{}', { 'Retry-After': told })).toMatchObject({ retryAfter: null })
})

test('what is no JSON is a fault, and what is empty is nothing', async () => {
  expect(await answered(200, '<html>')).toMatchObject({ code: 'not_json' })
  expect(await answered(204, '')).toBe(null)
})
