import { readFileSync } from 'node:fs'
import { parse } from 'smol-toml'
import { expect, test } from 'vitest'

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')
const { build, template } = parse(read('netlify.toml')) as {
  build: { environment: { SECRETS_SCAN_OMIT_KEYS: string } }
  template: { 'required-extensions': string[]; environment: Record<string, string> }
}
/** What an owner may set; stand-ins are nobody's to deploy. */
const names = [...read('.env.example').matchAll(/^([A-Z_]+)=/gm)]
  .map(([, name = '']) => name)
  .filter((name) => name !== 'STRIPE_API_BASE')

test('the form of the button has a label for each variable, and for no other', () => {
  expect(Object.keys(template.environment).sort()).toEqual(names.sort())
  for (const [name, label] of Object.entries(template.environment))
    expect([name, label.trim()]).toEqual([name, expect.stringMatching(/^.{10,}$/)])
})

test('the form says which values are secret', () => {
  const secret = Object.keys(template.environment).filter((name) =>
    template.environment[name]?.includes('(secret)'),
  )
  expect(secret.sort()).toEqual([
    'STRIPE_API_KEY',
    'STRIPE_WEBHOOK_SECRET',
    'SUPABASE_JWT_SECRET',
    'SUPABASE_SECRET_KEY',
  ])
})

test('the Supabase extension is asked for before the first deploy', () => {
  expect(template['required-extensions']).toEqual(['supabase'])
})

test('what the page publishes stops no deploy, even where an owner marked it as secret', () => {
  const omitted = build.environment.SECRETS_SCAN_OMIT_KEYS.split(',')
  for (const name of [
    'SUPABASE_URL',
    'SUPABASE_PUBLISHABLE_KEY',
    'TURNSTILE_SITE_KEY',
    'FRONTEND_URL',
  ])
    expect(omitted).toContain(name)
  for (const name of omitted) expect(name).not.toMatch(/SECRET|SERVICE_ROLE|STRIPE/)
})

test.each(['USAGE.md', 'docs/going-live.md', 'docs/upgrading.md'])(
  '%s names only variables that the server reads',
  (file) => {
    const known = [...read('server/config.ts').matchAll(/'([A-Z]+(?:_[A-Z]+)+)'/g)]
    const named = [...read(file).matchAll(/`((?:STRIPE|SUPABASE)_[A-Z_]*[A-Z])`/g)]
    expect(named.length).toBeGreaterThan(0)
    const readByServer = new Set(known.map(([, name]) => name))
    expect(named.map(([, name]) => name).filter((name) => !readByServer.has(name))).toEqual([])
  },
)
