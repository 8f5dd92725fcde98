import { fileURLToPath } from 'node:url'
import { GatewayError } from '#server/errors.ts'
import { readCommandLine } from './command-line.ts'
import type { CommandLine } from './command-line.ts'
import { ServiceError } from './services/service-error.ts'
import { printUsage } from './terminal/print-usage.ts'
import { SetupFault } from './terminal/setup-fault.ts'
import { StoppedError } from './terminal/stopping.ts'
import { UsageError } from './terminal/usage-error.ts'
import { EnvironmentFileError } from './variables/environment-file.ts'
import { readVersion } from './variables/version.ts'

const version = await readVersion(fileURLToPath(new URL('..', import.meta.url)))

/** @returns the exit code */
async function main(): Promise<number> {
  const line = readCommandLine(process.argv.slice(2), process.env)
  switch (line.is) {
    case 'version':
      process.stdout.write(`Portal Gateway ${version}\n`)
      return 0
    case 'help':
      printUsage(line.usage, process.stdout)
      return 0
    case 'misuse':
      return misuse(line.why, line.usage)
    case 'run':
      return run(line)
  }
}

/** With `--json` stdout gets one document, whatever happens, and stderr what a person reads. */
async function run(line: CommandLine & { is: 'run' }): Promise<number> {
  const { name, command, flags, words } = line
  const isJson = flags.json === true
  const tell = (code: number, report: Record<string, unknown>) => {
    const document = { version, command: name, ok: code === 0, ...report }
    if (isJson) process.stdout.write(`${JSON.stringify(document, null, 2)}\n`)
    return code
  }
  try {
    const out = isJson ? process.stderr : process.stdout
    const { code, report } = await command.run({ flags, words, out })
    return tell(code, report)
  } catch (error) {
    const { code, says } = explain(error)
    if (code === 2) misuse(says, command.usage)
    else process.stderr.write(`${says}\n`)
    return tell(code, { error: says })
  }
}

function misuse(why: string, usage: string): number {
  process.stderr.write(`${why}\n\n`)
  printUsage(usage, process.stderr)
  return 2
}

/** Our own errors are one line; anything else is a fault of the program, and shows where it is. */
function explain(error: unknown): { code: number; says: string } {
  if (error instanceof UsageError) return { code: 2, says: error.message }
  if (error instanceof StoppedError) return { code: 130, says: error.message }
  if (error instanceof GatewayError) return { code: 1, says: `${error.code}: ${error.message}` }
  if (
    error instanceof SetupFault ||
    error instanceof EnvironmentFileError ||
    error instanceof ServiceError
  )
    return { code: 1, says: error.message }
  throw error
}

/** The reader of the output may leave (`| head`); the command still does its work to the end. */
function ignoreLeaving(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}
process.stdout.on('error', ignoreLeaving)
process.stderr.on('error', ignoreLeaving)

process.exitCode = await main()
