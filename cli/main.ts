import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { GatewayError } from '../server/errors.ts'
import { sync } from './sync.ts'

const usage = `Usage: npm run sync -- [--full] [--dry-run]

Brings the table stripe_customers in step with Stripe, as the scheduled function does, but in one go.
  --full      lists every customer, also where the last full pass is less than a day old
  --dry-run   writes nothing, and prints what would change
Reads .env. Ctrl-C stops it; the next run goes on there.
Exit code: 0 the table is right, 1 it is not (yet), 2 wrong usage, 130 stopped.
`

/** @returns the exit code */
async function main(): Promise<number> {
  const [command, ...args] = process.argv.slice(2)
  if (command !== 'sync') return misuse(`there is no command "${command ?? ''}"`)
  let flags
  try {
    flags = parseArgs({
      args,
      options: {
        full: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    return misuse((error as Error).message)
  }
  if (flags.help) {
    process.stdout.write(usage)
    return 0
  }
  if (existsSync('.env')) process.loadEnvFile('.env')
  return sync({ isFull: flags.full, isDryRun: flags['dry-run'] })
}

function misuse(why: string): number {
  process.stderr.write(`${why}\n\n${usage}`)
  return 2
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof GatewayError)) throw error
  process.stderr.write(`${error.code}: ${error.message}\n`)
  process.exitCode = 1
}
