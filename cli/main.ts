import { parseArgs } from 'node:util'
import { GatewayError } from '../server/errors.ts'
import { StoppedError } from './terminal/stopping.ts'
import type { Command } from './commands.ts'
import { commands } from './commands.ts'
import { EnvironmentFileError } from './variables/environment-file.ts'
import { ServiceError } from './services/service-error.ts'
import { MissingInputError, SetupFault } from './setup/setup-fault.ts'

/** @returns the exit code */
async function main(): Promise<number> {
  const [name = '', ...args] = process.argv.slice(2)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) {
    const usages = Object.values(commands).map(({ usage }) => usage)
    return misuse(`there is no command "${name}"`, usages.join('\n'))
  }
  const flags = readFlags(command, args)
  if (typeof flags === 'string') return misuse(flags, command.usage)
  if (flags.help === true) {
    process.stdout.write(command.usage)
    return 0
  }
  try {
    return await command.run(flags)
  } catch (error) {
    if (error instanceof MissingInputError) return misuse(error.message, command.usage)
    throw error
  }
}

type Flags = Record<string, string | boolean | undefined>

/** What is wrong with the arguments, in one sentence, or the flags. Words are never repeated: one may be a secret. */
function readFlags({ options }: Command, args: string[]): Flags | string {
  try {
    return parseArgs({ args, options: { ...options, help: { type: 'boolean', default: false } } })
      .values
  } catch (error) {
    const { code, message } = error as Error & { code?: string }
    if (code !== 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return message
    return 'it takes options alone; a key or a token never goes there'
  }
}

function misuse(why: string, usage: string): number {
  process.stderr.write(`${why}\n\n${usage}`)
  return 2
}

/** What is ours to say is said in a line; anything else is a fault of the program, and shows where it is. */
function explain(error: unknown): number {
  if (error instanceof StoppedError) {
    process.stderr.write('Stopped. The next run goes on here.\n')
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

/** Who reads the output may leave (`| head`); what is being done is done to its end all the same. */
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
