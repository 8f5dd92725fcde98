import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { readCommandLine } from './command-line.ts'
import { commands } from './commands.ts'

const names = Object.keys(commands)
const read = (line: string, env = {}) => readCommandLine(line.split(' ').filter(Boolean), env)

test('--help at the top names every command, and "help" does the same', () => {
  for (const line of ['--help', 'help']) {
    const told = read(line)
    expect(told).toMatchObject({ is: 'help' })
    for (const name of names) expect(told).toHaveProperty('usage', expect.stringContaining(name))
  }
  expect(read('--version')).toEqual({ is: 'version' })
})

test('no command, or an unknown one, is a misuse that lists what there is', () => {
  for (const line of ['', 'stup', 'constructor'])
    expect(read(line)).toMatchObject({ is: 'misuse', usage: expect.stringContaining('doctor') })
})

test.each(names)('%s has --help, --version and --json, says so, and fits the window', (name) => {
  const { usage, options, says } = commands[name]!
  for (const line of [`${name} --help`, `help ${name}`, `--help ${name}`])
    expect(read(line)).toEqual({ is: 'help', usage })
  expect(read(`${name} --version`)).toEqual({ is: 'version' })
  for (const flag of ['json', ...Object.keys(options)]) expect(usage).toContain(`--${flag}`)
  for (const line of usage.split('\n')) expect(line.length, line).toBeLessThanOrEqual(120)
  expect(says.length).toBeLessThan(70)
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    scripts: Record<string, string>
  }
  expect(scripts[name]).toBe(`node cli/main.ts ${name}`)
})

test('a word that a command does not take is refused, and never repeated', () => {
  for (const line of ['setup sk_test_planted', 'setup --key=sk_test_planted', 'sync a b']) {
    const told = read(line)
    expect(told.is).toBe('misuse')
    expect(JSON.stringify(told)).not.toContain('planted')
  }
})

test('a command that takes a word gets exactly one', () => {
  const asks = vi.fn()
  commands.asks = { says: '', usage: 'asks', options: {}, takes: '<email>', run: asks }
  try {
    expect(read('asks ada@example.com --json')).toMatchObject({
      is: 'run',
      word: 'ada@example.com',
      flags: { json: true },
    })
    expect(read('asks')).toMatchObject({ is: 'misuse', why: 'This command takes <email>.' })
    expect(read('asks a b')).toMatchObject({ is: 'misuse' })
    expect(read('asks --help')).toMatchObject({ is: 'help' })
  } finally {
    delete commands.asks
  }
})

test('an option that npm has swallowed is refused, with the right spelling', () => {
  const kept = { npm_config_dry_run: 'true' }
  expect(read('sync', kept)).toMatchObject({
    is: 'misuse',
    why: expect.stringContaining('npm run sync -- --dry-run'),
  })
  expect(read('sync --dry-run', kept)).toMatchObject({ is: 'run' })
  expect(read('setup', { npm_config_json: 'true' })).toMatchObject({ is: 'misuse' })
  const named = { npm_config_netlify_site: 'the-shop', npm_config_email: 'of@npm.example' }
  expect(read('setup', named)).toMatchObject({
    is: 'misuse',
    why: expect.stringContaining('npm run setup -- --netlify-site'),
  })
  expect(read('setup --netlify-site the-shop', named)).toMatchObject({ is: 'run' })
  expect(read('smoke', { npm_config_email: 'of@npm.example' })).toMatchObject({ is: 'run' })
})
