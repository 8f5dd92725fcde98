import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { findKeys, specimens } from '#tests/bundle/checks/find-keys.ts'

const tail = '51Planted0123456789abcdefghijkl'
/** An owner who has set everything, and a value that would be known again. */
const secrets = {
  SUPABASE_SECRET_KEY: `sb_secret_${tail}`,
  SUPABASE_SERVICE_ROLE_KEY: `eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoi${tail}.${tail}`,
  SUPABASE_JWT_SECRET: `jwt-secret-${tail}`,
  STRIPE_API_KEY: `rk_live_${tail}`,
  STRIPE_SECRET_KEY: `sk_live_${tail}`,
  STRIPE_WEBHOOK_SECRET: `whsec_${tail}`,
  VITE_STRIPE_API_KEY: `rk_live_vite${tail}`,
  DATABASE_URL: `postgres://postgres:${tail}@db.example/postgres`,
}
const shared = {
  SUPABASE_URL: 'https://ref.supabase.co',
  SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_planted0123456789abcdef',
  TURNSTILE_SITE_KEY: '1x00000000000000000000AA',
  FRONTEND_URL: 'https://pay.example/',
}

let outDir = ''
let files: { name: string; text: string }[] = []
beforeAll(async () => {
  for (const [name, value] of Object.entries({ ...secrets, ...shared })) vi.stubEnv(name, value)
  outDir = await mkdtemp(join(tmpdir(), 'page-'))
  const configFile = join(import.meta.dirname, '../../vite.config.ts')
  await build({ configFile, logLevel: 'error', build: { outDir } })
  const entries = await readdir(outDir, { recursive: true, withFileTypes: true })
  files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => ({
        name,
        text: await readFile(join(parentPath, name), 'utf8'),
      })),
  )
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(outDir, { recursive: true })
})

test('no file of the built page holds anything that looks like a key', () => {
  expect(files.length).toBeGreaterThan(4)
  for (const { name, text } of files) expect([name, findKeys(text)]).toEqual([name, []])
})

test('the browser connects to Supabase early', () => {
  const { text = '' } = files.find(({ name }) => name === 'de.html') ?? {}
  expect(text).toContain('<link rel="preconnect" href="https://ref.supabase.co" crossorigin')
})

test('none of what the owner keeps secret is in it, in no spelling', () => {
  const all = files.map(({ text }) => text).join('\n')
  for (const value of [tail, ...Object.values(secrets)])
    for (const spelling of [
      value,
      encodeURIComponent(value),
      Buffer.from(value).toString('base64'),
    ])
      expect(all).not.toContain(spelling)
})

test('what is public is in it', () => {
  const all = files.map(({ text }) => text).join('\n')
  for (const value of Object.values(shared)) expect(all).toContain(value)
})

test('there is no map that would bring the sources', () => {
  expect(
    files.filter(({ name, text }) => name.endsWith('.map') || /sourceMappingURL/.test(text)),
  ).toEqual([])
})

test.each(Object.entries(specimens()))('the scan knows %s', (kind, specimen) => {
  expect(findKeys(`const key = "${specimen}"`)).toContain(kind)
})
