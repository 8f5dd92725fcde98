import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { readCommandLine } from './command-line.ts'
import { commands } from './commands.ts'
import type { Command } from './commands/command.ts'
import { text } from './commands/command.ts'

const names = Object.keys(commands)
/** Every one that runs, as it is typed after `npm run`. */
const runnable = Object.entries(commands).flatMap(([name, each]): [string, Command][] =>
  'verbs' in each
    ? Object.entries(each.verbs).map(([verb, command]) => [`${name} ${verb}`, command])
    : [[name, each]],
)
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

test.each(runnable)('%s has --help, --version and --json, and says so', (name, command) => {
  const { usage, options, says } = command
  expect(read(`${name} --help`)).toEqual({ is: 'help', usage })
  expect(read(`${name} --version`)).toEqual({ is: 'version' })
  for (const flag of ['json', ...Object.keys(options)]) expect(usage).toContain(`--${flag}`)
  for (const line of usage.split('\n')) expect(line.length, line).toBeLessThanOrEqual(120)
  expect(says.length).toBeLessThan(70)
})

test.each(names)('%s is explained, and fits the window; npm knows it', (name) => {
  const { usage, says } = commands[name]!
  for (const line of [`${name} --help`, `help ${name}`, `--help ${name}`])
    expect(read(line)).toEqual({ is: 'help', usage })
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

test('a command that takes words gets exactly as many', () => {
  const asks = vi.fn()
  const takes = ['<email>', '<credits>']
  commands.asks = { says: '', usage: 'asks', options: {}, takes, run: asks }
  try {
    expect(read('asks ada@example.com 5 --json')).toMatchObject({
      is: 'run',
      words: ['ada@example.com', '5'],
      flags: { json: true },
    })
    for (const line of ['asks', 'asks a'])
      expect(read(line)).toMatchObject({ why: 'This command takes <email> <credits>.' })
    expect(read('asks a b planted')).toMatchObject({ is: 'misuse' })
    expect(JSON.stringify(read('asks a b planted'))).not.toContain('planted')
    expect(read('asks --help')).toMatchObject({ is: 'help' })
  } finally {
    delete commands.asks
  }
})

test('of a family of commands the first word says which', () => {
  const give = {
    says: '',
    usage: 'give',
    options: { note: text },
    takes: ['<email>'],
    run: vi.fn(),
  }
  commands.family = { says: '', usage: 'family', verbs: { give } }
  try {
    const order = read('family give ada@example.com --note x')
    expect(order).toMatchObject({ is: 'run', name: 'family give', words: ['ada@example.com'] })
    expect(read('family --help')).toEqual({ is: 'help', usage: 'family' })
    expect(read('family --version')).toEqual({ is: 'version' })
    expect(read('family give --help')).toEqual({ is: 'help', usage: 'give' })
    for (const line of ['family', 'family take', 'family constructor', 'family --note give'])
      expect(read(line)).toMatchObject({ is: 'misuse', usage: 'family' })
    expect(read('family give ada@example.com', { npm_config_note: 'x' })).toMatchObject({
      is: 'misuse',
      why: expect.stringContaining('npm run family -- give --note'),
    })
  } finally {
    delete commands.family
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
