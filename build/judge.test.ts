import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const judge = (env: Record<string, string>) =>
  spawnSync(process.execPath, [join(import.meta.dirname, 'judge.ts')], { env, encoding: 'utf8' })

test('what stops a build is one sentence, without the value and without a stack', () => {
  const refused = judge({ SUPABASE_PUBLISHABLE_KEY: 'sb_secret_planted' })
  expect(refused).toMatchObject({ status: 1, stdout: '' })
  expect(refused.stderr).toMatch(/^"SUPABASE_PUBLISHABLE_KEY" .*\nNothing was built\.\n$/)
  expect(refused.stderr).not.toContain('planted')
  expect(judge({})).toMatchObject({ status: 0, stdout: '', stderr: '' })
})

test('it is asked before Vite is', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    scripts: Record<string, string>
  }
  expect(scripts.build).toBe('node build/judge.ts && vite build')
})
