import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Source } from './find-place.ts'
import { findPlace, readSources } from './find-place.ts'
import type { Mutant } from './mutant.ts'
import { mutants } from './mutants.ts'
import { makeScratchCopy } from './scratch-copy.ts'

/**
 * `npm run test:mutations [word]`: takes the gravest defenses out, one at a time, in a copy of the sources, and runs
 * the test that must notice. Ends with 1 if one does not, or if it fails without any mutation.
 */
const wanted = process.argv[2] ?? ''
const chosen = mutants.filter(({ defense }) => defense.includes(wanted))
if (chosen.length === 0) {
  console.error(`No defense is called "${wanted}".`)
  process.exit(2)
}

const { folder, drop } = await makeScratchCopy()
try {
  const sources = readSources(folder)
  const prepared = chosen.map((mutant) => ({ ...mutant, ...findPlace(mutant, sources) }))
  const whole = runTests([...new Set(chosen.map(({ test }) => test))])
  if (!whole.passed) throw new Error(`The tests fail without any mutation:\n${whole.output}`)
  const rows = prepared.map(runMutant)
  console.table(rows)
  if (rows.some(({ noticed }) => noticed !== 'yes')) process.exitCode = 1
} finally {
  await drop()
}

function runMutant({ defense, path, text, out, by, test }: Mutant & Source) {
  writeFileSync(
    path,
    text.replace(out, () => by),
  )
  const { passed, output } = runTests([test])
  writeFileSync(path, text)
  const failed = /Tests\s+(\d+) failed/.exec(output)?.[1] ?? '0'
  // A file that can't be run at all notices nothing.
  const noticed = passed ? 'NO' : failed === '0' ? 'BROKEN' : 'yes'
  if (noticed === 'BROKEN') console.error(output)
  return { 'taken out': defense, test, 'failing tests': Number(failed), noticed }
}

/** Slow tests have a configuration of their own. */
function runTests(files: string[]): { passed: boolean; output: string } {
  const slow = files.filter((file) => file.endsWith('.long.test.ts'))
  const runs = [
    runVitest(files.filter((file) => !slow.includes(file))),
    runVitest(slow, '--config', 'vitest.long.config.ts'),
  ]
  return {
    passed: runs.every(({ passed }) => passed),
    output: runs.map(({ output }) => output).join(''),
  }
}

function runVitest(files: string[], ...options: string[]): { passed: boolean; output: string } {
  if (files.length === 0) return { passed: true, output: '' }
  const vitest = join(folder, 'node_modules/vitest/vitest.mjs')
  const order = [vitest, 'run', ...options, ...files]
  const { status, stdout, stderr } = spawnSync(process.execPath, order, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  })
  return { passed: status === 0, output: stdout + stderr }
}
