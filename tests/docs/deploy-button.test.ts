import { readFileSync } from 'node:fs'
import { parse } from 'smol-toml'
import { expect, test } from 'vitest'
import { variables } from '#server/needs.ts'

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')
const { build, template } = parse(read('netlify.toml')) as {
  build: { environment: { SECRETS_SCAN_OMIT_KEYS: string } }
  template: { 'required-extensions': string[]; environment: Record<string, string> }
}
/** What an owner may set on a deployed site. */
const deployed = variables.filter((variable) => !('isLocal' in variable))

test('the form of the button has a label for each variable, and for no other', () => {
  expect(Object.keys(template.environment).toSorted()).toEqual(
    deployed.map(({ name }) => name).toSorted(),
  )
  for (const [name, label] of Object.entries(template.environment))
    expect([name, label.trim()]).toEqual([name, expect.stringMatching(/^.{10,}$/)])
})

test('the form says which values are secret', () => {
  const secret = Object.keys(template.environment).filter((name) =>
    template.environment[name]?.includes('(secret)'),
  )
  const wanted = deployed.filter((variable) => 'isSecret' in variable).map(({ name }) => name)
  expect(secret.toSorted()).toEqual(wanted.toSorted())
})

test('the Supabase extension is asked for before the first deploy', () => {
  expect(template['required-extensions']).toEqual(['supabase'])
})

test('what the page publishes stops no deploy, even where an owner marked it as secret', () => {
  const omitted = build.environment.SECRETS_SCAN_OMIT_KEYS.split(',')
  for (const variable of variables) {
    if ('isPublished' in variable) expect(omitted).toContain(variable.name)
    if ('isSecret' in variable) expect(omitted).not.toContain(variable.name)
  }
  for (const name of omitted) expect(name).not.toMatch(/SECRET|SERVICE_ROLE|STRIPE/)
})

test.each(['USAGE.md', 'docs/going-live.md', 'docs/upgrading.md', 'docs/errors.md'])(
  '%s names only variables that there are',
  (file) => {
    const named = [...read(file).matchAll(/`((?:STRIPE|SUPABASE)_[A-Z_]*[A-Z])`/g)]
    expect(named.length).toBeGreaterThan(0)
    const known = variables.flatMap((variable) =>
      'otherName' in variable ? [variable.name, variable.otherName] : [variable.name],
    )
    expect(
      named.map(([, name]) => name).filter((name) => !(known as unknown[]).includes(name)),
    ).toEqual([])
  },
)
