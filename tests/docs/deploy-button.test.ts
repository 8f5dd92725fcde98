import { readFileSync } from 'node:fs'
import { parse } from 'smol-toml'
import { expect, test } from 'vitest'
import { variables } from '#server/needs.ts'

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')
const { template } = parse(read('netlify.toml')) as {
  template: { 'required-extensions': string[]; environment: Record<string, string> }
}

test('the form of the button says in words what each variable is', () => {
  for (const [name, label] of Object.entries(template.environment))
    expect([name, label.trim()]).toEqual([name, expect.stringMatching(/^.{10,}$/)])
})

test('the Supabase extension is asked for before the first deploy', () => {
  expect(template['required-extensions']).toEqual(['supabase'])
})

test.each(['USAGE.md', 'docs/going-live.md', 'docs/upgrading.md', 'docs/errors.md'])(
  '%s names only variables that exist',
  (file) => {
    const named = [...read(file).matchAll(/`((?:STRIPE|SUPABASE)_[A-Z_]*[A-Z])`/g)]
    expect(named.length).toBeGreaterThan(0)
    const known = variables.flatMap(({ name, otherName }): unknown[] => [name, otherName])
    expect(named.map(([, name]) => name).filter((name) => !known.includes(name))).toEqual([])
  },
)

test('until it is set, the button names an account that nobody can register', () => {
  const { repository } = JSON.parse(read('package.json')) as { repository: { url: string } }
  const [, shipped = ''] =
    /https:\/\/github\.com\/([\w.-]+)\//.exec(read('docs/upgrading.md')) ?? []
  // https://docs.github.com/en/account-and-profile/reference/username-reference
  expect(shipped).toContain('.')
  // The name that used to be shipped is free for anyone.
  expect(repository.url).not.toContain('github.com/portal-gateway/')
})
