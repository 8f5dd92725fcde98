import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { format } from 'prettier'
import { expect, test } from 'vitest'
import { commands } from '../../cli/commands.ts'
import { variables } from '#server/needs.ts'

const file = fileURLToPath(new URL('../../docs/examples/check-weekly.yml', import.meta.url))
const text = await readFile(file, 'utf8')
/** Each variable, and whether it comes from the secrets. */
const given = Object.fromEntries(
  [...text.matchAll(/^ +(\w+): \$\{\{ (secrets|vars)\.(\w+) \}\}$/gm)].map(
    ([, name = '', place, source]) => [name, { isSecret: place === 'secrets', source }],
  ),
)
const credentials = ['STRIPE_SETUP_KEY', 'SUPABASE_ACCESS_TOKEN', 'NETLIFY_AUTH_TOKEN']

test('the weekly check is YAML, runs a command of ours, and may only read', async () => {
  await format(text, { parser: 'yaml' })
  const [, name = '', flag = ''] = /npm run (\w+) -- --([\w-]+)$/m.exec(text) ?? []
  expect(commands[name]).toHaveProperty(['options', flag])
  expect(text.match(/^ *permissions:[^]*?\n\n/m)?.[0]).toBe('permissions:\n  contents: read\n\n')
  expect(text).not.toMatch(/pull_request/)
  for (const [, version] of text.matchAll(/uses: \S+@(\S+)/g)) expect(version).toMatch(/^\w{40}$/)
})

test('it has every variable of the site, each in its place', () => {
  const wanted = variables.filter((each) => !each.isLocal)
  for (const { name, isSecret = false } of wanted)
    expect(given[name], name).toEqual({ isSecret, source: name })
  for (const name of credentials)
    expect(given[name], name).toEqual({ isSecret: true, source: name })
  const names = [...wanted.map(({ name }) => name), ...credentials, 'NETLIFY_SITE_ID']
  expect(Object.keys(given).toSorted()).toEqual(names.toSorted())
})
