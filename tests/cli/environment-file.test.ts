import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { EnvironmentFileError, writeEnvironmentFile } from '../../cli/variables/environment-file.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portal-gateway-env-'))
  file = join(folder, '.env')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: folder })
const read = () => readFile(file, 'utf8')
const modeOf = async (path: string) => (await stat(path)).mode & 0o777

test('a new file is for its owner alone', async () => {
  expect(await writeEnvironmentFile(file, { STRIPE_API_KEY: 'rk_test_1' })).toEqual([
    'STRIPE_API_KEY',
  ])
  expect(await read()).toBe('STRIPE_API_KEY=rk_test_1\n')
  expect(await modeOf(file)).toBe(0o600)
})

test('a file that others could read is closed to them', async () => {
  await writeFile(file, 'A=1\n')
  await chmod(file, 0o644)
  await writeEnvironmentFile(file, { B: '2' })
  expect(await modeOf(file)).toBe(0o600)
})

test('comments, order and other values stay; a value is replaced where it stands', async () => {
  await writeFile(file, '# first\nA=1\n\n# why B\nexport B="old"\nC=\'x # y\'\n# D=4\n')
  await writeEnvironmentFile(file, { B: 'new', D: 'https://a.example/?b=c&d' })
  expect(await read()).toBe(
    "# first\nA=1\n\n# why B\nB=new\nC='x # y'\n# D=4\nD=https://a.example/?b=c&d\n",
  )
})

test('where a variable stands twice, both say the new value', async () => {
  await writeFile(file, 'A=1\nB=2\nA=3\n')
  await writeEnvironmentFile(file, { A: '4' })
  expect(await read()).toBe('A=4\nB=2\nA=4\n')
})

test('the line ends of Windows stay', async () => {
  await writeFile(file, 'A=1\r\nB=2\r\n')
  await writeEnvironmentFile(file, { A: '3', C: '4' })
  expect(await read()).toBe('A=3\r\nB=2\r\nC=4\r\n')
})

test.each(['with space', 'a#b', "it's", 'say "x"', 'whsec_a,whsec_b', '', 'a\\nb', '$HOME'])(
  'the value %j reads back as it was',
  async (value) => {
    await writeEnvironmentFile(file, { A: value || 'before' })
    await writeEnvironmentFile(file, { A: value })
    expect(parseEnv(await read())).toEqual({ A: value })
  },
)

test('the same values write nothing', async () => {
  await writeEnvironmentFile(file, { A: '1' })
  const before = await stat(file)
  expect(await writeEnvironmentFile(file, { A: '1' })).toEqual([])
  expect((await stat(file)).ino).toBe(before.ino)
})

test('a line inside a longer value is never taken for a variable', async () => {
  const text = 'LONG="one\nA=inside\nthree"\n'
  await writeFile(file, text)
  await expect(writeEnvironmentFile(file, { A: '1' })).rejects.toThrow(EnvironmentFileError)
  expect(await read()).toBe(text)
})

test('what a killed run left half-written is gone, and nothing lies about', async () => {
  await writeFile(`${file}.draft`, 'A=ha')
  await chmod(`${file}.draft`, 0o644)
  await writeEnvironmentFile(file, { A: '1' })
  expect(await readdir(folder)).toEqual(['.env'])
  expect(await modeOf(file)).toBe(0o600)
})

test('a link stays a link, and its target is written', async () => {
  await writeFile(join(folder, 'elsewhere.env'), 'A=1\n')
  await symlink(join(folder, 'elsewhere.env'), file)
  await writeEnvironmentFile(file, { A: '2' })
  expect(await readFile(join(folder, 'elsewhere.env'), 'utf8')).toBe('A=2\n')
  expect(await read()).toBe('A=2\n')
})

test('where git would track it nothing is written, and the remedy is said without a value', async () => {
  git('init', '--quiet')
  const attempt = writeEnvironmentFile(file, { A: 'planted_secret' })
  await expect(attempt).rejects.toThrow(EnvironmentFileError)
  await expect(attempt).rejects.toThrow(/"\.env".*\.gitignore/s)
  await expect(attempt).rejects.not.toThrow(/planted_secret/)
  expect(await readdir(folder)).toEqual(['.git'])
})

test('a file that git tracks already is refused, though a rule ignores it', async () => {
  await writeFile(file, 'A=1\n')
  git('init', '--quiet')
  git('add', '--force', '.env')
  await writeFile(join(folder, '.gitignore'), '.env*\n')
  await expect(writeEnvironmentFile(file, { A: '2' })).rejects.toThrow(/git rm --cached/)
  expect(await read()).toBe('A=1\n')
})

test('a rule that leaves the draft open is not enough', async () => {
  git('init', '--quiet')
  await writeFile(join(folder, '.gitignore'), '.env\n')
  await expect(writeEnvironmentFile(file, { A: '2' })).rejects.toThrow(/\.env\.draft/)
})

test('where git ignores it, it is written and git sees nothing', async () => {
  git('init', '--quiet')
  await writeFile(join(folder, '.gitignore'), '.env*\n')
  await writeEnvironmentFile(file, { A: '2' })
  expect(git('status', '--porcelain').toString()).toBe('?? .gitignore\n')
})

test('without git on the machine the plain rule beside the file counts', async () => {
  git('init', '--quiet')
  const { PATH } = process.env
  process.env.PATH = folder
  try {
    await expect(writeEnvironmentFile(file, { A: '1' })).rejects.toThrow(EnvironmentFileError)
    await writeFile(join(folder, '.gitignore'), '.env*\n')
    await writeEnvironmentFile(file, { A: '1' })
  } finally {
    process.env.PATH = PATH
  }
  expect(await read()).toBe('A=1\n')
})
