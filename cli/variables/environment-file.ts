import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { open, readFile, realpath, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { parseEnv } from 'node:util'

/** `.env` cannot be written; the message says why and what to do, and contains no value. */
export class EnvironmentFileError extends Error {}

/**
 * Writes variables into a file of `NAME=value` lines that only its owner may read (mode 600). Other lines, comments and
 * the order stay; a variable that is there is replaced in place, a new one goes to the end. Anyone who reads meanwhile
 * sees the old file or the new one, never half of it.
 * @param path of the file, made if it is missing
 * @returns names of the variables whose value has changed
 * @throws {EnvironmentFileError} if git tracks the file or would, or a value can't be written safely
 */
export async function writeEnvironmentFile(
  path: string,
  values: Record<string, string>,
): Promise<string[]> {
  const file = await realpath(path).catch(() => resolve(path))
  const before = await readFile(file, 'utf8').catch(() => '')
  const known = parseEnv(before)
  const changed = Object.keys(values).filter((name) => known[name] !== values[name])
  if (changed.length === 0) return []
  const after = setVariables(before, values)
  const draft = `${file}.draft`
  await assertIgnoredByGit(file)
  await assertIgnoredByGit(draft)
  // What a killed run left behind is as secret as the file, and might be readable by anyone.
  await rm(draft, { force: true })
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(after)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, file)
  return changed
}

/**
 * @returns the text with these values in it
 * @throws {EnvironmentFileError} if it would not read back as intended
 */
function setVariables(text: string, values: Record<string, string>): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n'
  const lines = text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/)
  for (const [name, value] of Object.entries(values)) {
    const line = `${name}=${quote(value)}`
    const assigns = new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`)
    const places = lines.flatMap((old, place) => (assigns.test(old) ? [place] : []))
    for (const place of places) lines[place] = line
    if (places.length === 0) lines.push(line)
  }
  const written = lines.join(lineEnd) + lineEnd
  const wanted = { ...parseEnv(text), ...values }
  const found = parseEnv(written)
  for (const name of new Set([...Object.keys(wanted), ...Object.keys(found)]))
    if (found[name] !== wanted[name])
      throw new EnvironmentFileError(
        `"${name}" can't be written into .env without damaging other lines: write it there by hand.`,
      )
  return written
}

function quote(value: string): string {
  if (/^[\w./:@,+%~?&=-]*$/.test(value)) return value
  const mark = ["'", '`', '"'].find((candidate) => !value.includes(candidate)) ?? "'"
  return mark + value + mark
}

async function assertIgnoredByGit(file: string): Promise<void> {
  const verdict = await askGit(file)
  if (verdict === 'ignored' || verdict === 'no repository') return
  const name = basename(file)
  throw new EnvironmentFileError(
    `"${name}" would contain secrets, and git would track it: add the lines ".env*" and "!.env.example" ` +
      `to .gitignore${verdict === 'tracked' ? `, and run: git rm --cached ${name}` : ''}.`,
  )
}

type Verdict = 'ignored' | 'tracked' | 'open' | 'no repository'

/** Git itself is asked, because its rules come from several files; without git the rule in .gitignore beside it counts. */
async function askGit(file: string): Promise<Verdict> {
  if (!isInRepository(file)) return 'no repository'
  if (!(await runGit(file, ['rev-parse', '--is-inside-work-tree']))) return askIgnoreFile(file)
  if (await runGit(file, ['ls-files', '--error-unmatch', '--', file])) return 'tracked'
  return (await runGit(file, ['check-ignore', '--quiet', '--', file])) ? 'ignored' : 'open'
}

function isInRepository(file: string): boolean {
  const folder = dirname(file)
  return existsSync(join(folder, '.git')) || (folder !== file && isInRepository(folder))
}

/** @returns whether it succeeded */
function runGit(file: string, args: string[]): Promise<boolean> {
  return new Promise((answer) => {
    execFile('git', args, { cwd: dirname(file) }, (error) => answer(error === null))
  })
}

async function askIgnoreFile(file: string): Promise<Verdict> {
  const path = join(dirname(file), '.gitignore')
  const rules = (await readFile(path, 'utf8').catch(() => '')).split(/\r?\n/)
  const name = basename(file)
  return rules.some((rule) => [name, '.env*'].includes(rule.trim())) ? 'ignored' : 'open'
}
