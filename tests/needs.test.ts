import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'smol-toml'
import { describe, expect, test } from 'vitest'
import { eventTypes as standInTypes } from '#local/event-types.ts'
import { doors, eventTypes, keyPermissions, variables } from '#server/needs.ts'
import { GatewayError } from '#server/errors.ts'

const root = join(import.meta.dirname, '..')
const read = (name: string) => readFileSync(join(root, name), 'utf8')

const netlify = parse(read('netlify.toml')) as {
  build: { environment: { SECRETS_SCAN_OMIT_KEYS: string } }
  template: { environment: Record<string, string> }
}

/** The rows of a Markdown table, by the name in backticks in their first column. */
function rowsOf(page: string): Map<string, string[]> {
  const rows = [...read(page).matchAll(/^\| `([A-Z_]+)` +\|(.*)\|$/gm)]
  return new Map(rows.map(([, name = '', rest = '']) => [name, rest.split('|')]))
}

describe('the variables in server/needs.ts', () => {
  const names = variables.map(({ name }) => name)

  test('are those of .env.example, each with its other name', () => {
    const example = read('.env.example')
    expect([...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name = '']) => name).sort()).toEqual(
      names.toSorted(),
    )
    for (const { otherName } of variables)
      if (otherName !== undefined) expect(example).toMatch(new RegExp(`\\b${otherName}\\b`))
  })

  test('are those that the deploy button asks for, the secret ones marked', () => {
    const asked = netlify.template.environment
    const deployed = variables.filter(({ isLocal }) => isLocal !== true)
    expect(Object.keys(asked).sort()).toEqual(deployed.map(({ name }) => name).sort())
    const secret = Object.entries(asked).filter(([, label]) => label.endsWith('(secret)'))
    expect(secret.map(([name]) => name).sort()).toEqual(
      variables
        .filter(({ isSecret }) => isSecret)
        .map(({ name }) => name)
        .sort(),
    )
  })

  test('may be found in the page only where it publishes them', () => {
    const published = variables
      .filter(({ isPublished }) => isPublished)
      .flatMap(({ name, otherName = name }) => [name, otherName])
    // Netlify's own variable is nobody's secret, and not among those that it scans for.
    const scanned = [...new Set(published)].filter((name) => name !== 'URL')
    expect(netlify.build.environment.SECRETS_SCAN_OMIT_KEYS.split(',').sort()).toEqual(
      scanned.sort(),
    )
  })

  test('are those of docs/environment.md, each with its other name', () => {
    const rows = rowsOf('docs/environment.md')
    expect([...rows.keys()].sort()).toEqual(names.toSorted())
    for (const { name, otherName } of variables) {
      const [other] = rows.get(name) ?? []
      expect(/`([A-Z_]+)`/.exec(other ?? '')?.[1], name).toBe(otherName)
    }
  })
})

test('the key permissions are those that docs/going-live.md has set, with what is lost without them', () => {
  // Supabase's token has a table of its own, before this one.
  const section = read('docs/going-live.md').split('### 2.1 ')[1] ?? ''
  const rows = [...section.matchAll(/^\| ([\w ]+?) +\| (Read|Write) +\| (.+?) +\|$/gm)]
  expect(rows.map(([, row, access, without]) => ({ row, access, without }))).toEqual(
    keyPermissions.map(({ row, access, without }) => ({ row, access, without })),
  )
})

test('the event types are those that docs/going-live.md has chosen', () => {
  const listed = [...read('docs/going-live.md').matchAll(/^- `([a-z]+(?:\.[a-z_]+)+)`$/gm)]
  expect(listed.map(([, type]) => type)).toEqual([...eventTypes])
})

test('the stand-ins ring for the same event types', () => {
  expect(standInTypes).toEqual([...eventTypes])
})

type DoorFile = {
  default: (request: Request) => Promise<Response>
  config: { path?: string | string[] }
}

test.each(Object.entries(doors))('the door %s is where it is said to be', async (name, door) => {
  const file = (await import(`../netlify/functions/${name}.ts`)) as DoorFile
  expect([file.config.path ?? null].flat()[0]).toBe(door.path)
  if (door.path === null) return
  const request = new Request(`http://127.0.0.1${door.path}`, { method: 'PUT' })
  const refusal = await file.default(request)
  expect(refusal.status).toBe(405)
  expect(refusal.headers.get('allow')).toContain(door.method)
})

test.each(Object.values(doors).flatMap(({ stranger }) => stranger ?? []))(
  'a stranger is answered with a code that has that status: $code',
  ({ code, status }) => {
    expect(new GatewayError(code, '').status).toBe(status)
  },
)
