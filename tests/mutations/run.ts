import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Mutant } from './mutants.ts'
import { mutants } from './mutants.ts'
import { makeScratchCopy } from './scratch-copy.ts'

/**
 * `npm run test:mutations [word]`: takes the gravest defences out, one at a time, in a copy of the sources, and runs
 * the test that must notice. Ends with 1 where one does not, or where it fails without any mutation.
 */
const wanted = process.argv[2] ?? ''
const chosen = mutants.filter(({ defence }) => defence.includes(wanted))
if (chosen.length === 0) {
  console.error(`No defence is called "${wanted}".`)
  process.exit(2)
}

const { folder, drop } = await makeScratchCopy()
try {
  const whole = runTests([...new Set(chosen.map(({ test }) => test))])
  if (!whole.passed) throw new Error(`The tests fail without any mutation:\n${whole.output}`)
  const rows = []
  for (const mutant of chosen) rows.push(await runMutant(mutant))
  console.table(rows)
  if (rows.some(({ noticed }) => noticed !== 'yes')) process.exitCode = 1
} finally {
  await drop()
}

async function runMutant({ defence, file, out, by, test }: Mutant) {
  const path = join(folder, file)
  const source = await readFile(path, 'utf8')
  if (source.split(out).length !== 2)
    throw new Error(`"${file}" no longer holds the defence once, in these words:\n${out}`)
  await writeFile(
    path,
    source.replace(out, () => by),
  )
  const { passed, output } = runTests([test])
  await writeFile(path, source)
  const failed = /Tests\s+(\d+) failed/.exec(output)?.[1] ?? '0'
  // A file that can't be run at all notices nothing.
  const noticed = passed ? 'NO' : failed === '0' ? 'BROKEN' : 'yes'
  return { 'taken out': defence, test, 'failing tests': Number(failed), noticed }
}

function runTests(files: string[]): { passed: boolean; output: string } {
  const vitest = join(folder, 'node_modules/vitest/vitest.mjs')
  const { status, stdout, stderr } = spawnSync(process.execPath, [vitest, 'run', ...files], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  })
  return { passed: status === 0, output: stdout + stderr }
}
