import type { Reporter, TestModule } from 'vitest/node'

/** Says at the end how many lines of the suite each side passed, and what was not asked. */
export default class TellSides implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const byProject = Map.groupBy(modules, ({ project }) => project.name)
    for (const [name, files] of byProject) {
      const count = (state: 'passed' | 'failed' | 'skipped') =>
        files.reduce((sum, file) => sum + [...file.children.allTests(state)].length, 0)
      const skipped = count('skipped')
      console.info(
        `${name}: ${count('passed')} lines passed, ${count('failed')} failed` +
          (skipped === 0 ? '' : `, ${skipped} SKIPPED`),
      )
    }
    if (!process.env['GOTRUE_BINARY'])
      console.info(
        'SKIPPED: the real GoTrue. Set GOTRUE_BINARY to its program and GOTRUE_MIGRATIONS to its migrations.',
      )
  }
}
