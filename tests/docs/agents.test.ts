import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StandInSite } from '#tests/flows/browser/stand-in-site.ts'
import { startStandInSite } from '#tests/flows/browser/stand-in-site.ts'
import { makeToken } from '#tests/owner-site/make-token.ts'

const page = await readFile(new URL('../../docs/agents.md', import.meta.url), 'utf8')
/** A command of the page, and the answer that it shows, if any. */
const steps = [
  ...page.matchAll(/^```sh\n([^]*?)^```$(?:\n+(?:^[^`].*\n)*^```http\n([^]*?)^```$)?/gm),
].map(([, command = '', shown = null]) => ({ command, shown }))

let folder = ''
let site: StandInSite | undefined
const ends: (() => void)[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'agents-'))
  site = await startStandInSite('dev', 9460)
  const { supabase, origin } = site
  const file = new URL('../../docs/examples/paid-node.mjs', import.meta.url).pathname
  const environment = {
    SUPABASE_URL: supabase.url,
    SUPABASE_SECRET_KEY: supabase.secretKey,
    FRONTEND_URL: origin,
    LIVE: 'false',
    PORT: '0',
  }
  const env = { ...process.env, ...environment }
  const api = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  ends.push(() => void api.kill())
  const [said] = (await once(api.stdout, 'data')) as [Buffer]
  const { token } = await makeToken(supabase, 'agent@example.com', { limit: 7, live: false })
  await runAll({ SITE: origin, API: `${said.toString().trim()}/draw`, AGENT: token })
})
afterAll(async () => {
  for (const end of ends) end()
  await site?.close()
  await rm(folder, { recursive: true })
})

/** In one shell, because a later command uses what an earlier one found. */
async function runAll(here: Record<string, string>): Promise<void> {
  const [settings, ...others] = steps.map(({ command }) => command)
  for (const name of Object.keys(here)) expect(settings).toMatch(new RegExp(`^${name}=`, 'm'))
  const set = Object.entries(here).map(([name, value]) => `${name}='${value}'`)
  const script = others.map((text, place) => `{\n${text}} > ${place + 1}.txt`)
  await writeFile(join(folder, 'script.sh'), ['set -u', ...set, ...script].join('\n'))
  const shell = spawn('bash', ['script.sh'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  expect(await once(shell, 'close')).toEqual([0, null])
}

/** What the page shows, as a pattern: an ellipsis is anything. */
const asShown = (text: string) =>
  expect.stringMatching(
    new RegExp(
      `^${text
        .split('…')
        .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .join('.+')}$`,
    ),
  ) as string

function parse(text: string) {
  const [head = '', body = ''] = text.split(/\r?\n\r?\n/)
  const [first = '', ...lines] = head.split(/\r?\n/)
  const headers = lines.map((line) =>
    line
      .toLowerCase()
      .split(/: (.*)/)
      .slice(0, 2),
  )
  return {
    status: Number(first.split(' ')[1]),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: JSON.parse(body) as Record<string, unknown>,
  }
}

test.each([...steps.entries()].filter(([, { shown }]) => shown !== null))(
  'a program gets what the page shows: command %i',
  async (place, { shown }) => {
    const expected = parse(shown ?? '')
    const printed = parse(await readFile(join(folder, `${place}.txt`), 'utf8'))
    const patterns = (values: Record<string, unknown>) =>
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          typeof value === 'string' ? asShown(value) : value,
        ]),
      )
    expect(printed).toEqual({
      status: expected.status,
      headers: expect.objectContaining(patterns(expected.headers)) as object,
      body: patterns(expected.body),
    })
  },
)

test('the walk is whole: 402, 200, 200, 402, in ten lines or so', () => {
  const statuses = steps.flatMap(({ shown }) => (shown === null ? [] : [parse(shown).status]))
  expect(statuses).toEqual([402, 200, 200, 402])
  const lines = steps.slice(1).flatMap(({ command }) => command.trim().split('\n'))
  expect(lines.length).toBeLessThanOrEqual(10)
})

test('where programs look first is there, too', async () => {
  const told = await fetch(`${site!.origin}/llms.txt`)
  expect(told.headers.get('Content-Type')).toContain('text/plain')
  expect(await told.text()).toMatch(/^# .*\n[^]*\/offers\.md/)
})
