/** Prints one line per check as it is made, and counts. */
export type Report = {
  title(text: string): void
  /** `ok` where `assertion` returns, `FAULT` with its message where it throws. Never rejects. */
  check(name: string, assertion: () => Promise<void> | void): Promise<void>
  /** Prints the closing line. @returns whether every check passed, and there was one */
  close(): boolean
}

export function createReport(print: (line: string) => void): Report {
  let passed = 0
  let failed = 0
  return {
    title(text) {
      print(`\n${text}`)
    },
    async check(name, assertion) {
      try {
        await assertion()
        passed += 1
        print(`  ok     ${name}`)
      } catch (error) {
        failed += 1
        print(`  FAULT  ${name}`)
        print(indent(error instanceof Error ? error.message : String(error)))
      }
    },
    close() {
      print(`\n${passed} passed, ${failed} failed`)
      return failed === 0 && passed > 0
    },
  }
}

function indent(text: string): string {
  return text.trim().replace(/^/gm, '           ')
}
