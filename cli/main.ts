import { parseArgs } from 'node:util'
import { GatewayError } from '#server/errors.ts'
import { StoppedError } from './terminal/stopping.ts'
import type { Command } from './commands.ts'
import { commands } from './commands.ts'
import { EnvironmentFileError } from './variables/environment-file.ts'
import { ServiceError } from './services/service-error.ts'
import { SetupFault } from './terminal/setup-fault.ts'
import { UsageError } from './terminal/usage-error.ts'

/** @returns the exit code */
async function main(): Promise<number> {
  const [name = '', ...args] = process.argv.slice(2)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) {
    const usages = Object.values(commands).map(({ usage }) => usage)
    return misuse(`There is no command "${name}".`, usages.join('\n'))
  }
  const flags = readFlags(command, args)
  if (typeof flags === 'string') return misuse(flags, command.usage)
  const kept = Object.keys(command.options).find(
    (flag) => isKeptByNpm(flag) && flags[flag] === false,
  )
  if (kept !== undefined)
    return misuse(
      `npm keeps "--${kept}" for itself unless it comes after "--": npm run ${name} -- --${kept}`,
      command.usage,
    )
  if (flags.help === true) {
    process.stdout.write(command.usage)
    return 0
  }
  try {
    return await command.run(flags)
  } catch (error) {
    if (error instanceof UsageError) return misuse(error.message, command.usage)
    throw error
  }
}

type Flags = Record<string, string | boolean | undefined>

/** The flags, or what is wrong with the arguments, in one sentence. Arguments are never repeated: one may be a secret. */
function readFlags({ options }: Command, args: string[]): Flags | string {
  try {
    return parseArgs({ args, options: { ...options, help: { type: 'boolean', default: false } } })
      .values
  } catch (error) {
    const { code, message } = error as Error & { code?: string }
    if (code !== 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return message
    return 'This command takes only options; never put a key or a token there.'
  }
}

/** Without the two dashes before it, npm takes an option as its own, and the command would do the opposite. */
function isKeptByNpm(flag: string): boolean {
  return process.env[`npm_config_${flag.replaceAll('-', '_')}`] === 'true'
}

function misuse(why: string, usage: string): number {
  process.stderr.write(`${why}\n\n${usage}`)
  return 2
}

/** Our own errors are one line; anything else is a fault of the program, and shows where it is. */
function explain(error: unknown): number {
  if (error instanceof StoppedError) {
    process.stderr.write('Stopped. The next run resumes where this one left off.\n')
    return 130
  }
  if (error instanceof GatewayError) process.stderr.write(`${error.code}: ${error.message}\n`)
  else if (
    error instanceof SetupFault ||
    error instanceof EnvironmentFileError ||
    error instanceof ServiceError
  )
    process.stderr.write(`${error.message}\n`)
  else throw error
  return 1
}

/** The reader of the output may leave (`| head`); the command still does its work to the end. */
function ignoreLeaving(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}
process.stdout.on('error', ignoreLeaving)
process.stderr.on('error', ignoreLeaving)

try {
  process.exitCode = await main()
} catch (error) {
  process.exitCode = explain(error)
}
