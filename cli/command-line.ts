import { parseArgs } from 'node:util'
import { commands } from './commands.ts'
import type { Command, CommandGroup, Flags } from './commands/command.ts'
import { off } from './commands/command.ts'

/** What was asked for: a command with its flags, something to read, or why it is neither. */
export type CommandLine =
  | { is: 'run'; name: string; command: Command; flags: Flags; words: readonly string[] }
  | { is: 'help'; usage: string }
  | { is: 'version' }
  | { is: 'misuse'; why: string; usage: string }

/**
 * Reads the words after `node cli/main.ts`. Arguments are never repeated: one may be a secret.
 * @param env of the process: npm leaves there what it kept for itself
 */
export function readCommandLine(
  [name = '', ...args]: readonly string[],
  env: Record<string, string | undefined>,
): CommandLine {
  if (name === '--version') return { is: 'version' }
  if (name === '--help' || name === 'help') {
    const { usage = listCommands() } = find(args[0] ?? '') ?? {}
    return { is: 'help', usage }
  }
  const found = find(name)
  if (found === undefined) {
    const why = name === '' ? 'Which command?' : `There is no command "${name}".`
    return { is: 'misuse', why, usage: listCommands() }
  }
  if (!('verbs' in found)) return readOne(found, { name, args, env, typed: `npm run ${name} --` })
  const [verb = '', ...rest] = args
  if (verb === '--help') return { is: 'help', usage: found.usage }
  if (verb === '--version') return { is: 'version' }
  const command = Object.hasOwn(found.verbs, verb) ? found.verbs[verb] : undefined
  if (command === undefined) {
    const why = `The first word says what to do: ${Object.keys(found.verbs).join(', ')}.`
    return { is: 'misuse', why, usage: found.usage }
  }
  const typed = `npm run ${name} -- ${verb}`
  return readOne(command, { name: `${name} ${verb}`, args: rest, env, typed })
}

/** @param given `name`: with its verb; `typed`: what comes before the options */
function readOne(
  command: Command,
  given: { name: string; args: string[]; env: Record<string, string | undefined>; typed: string },
): CommandLine {
  const { name, args, env, typed } = given
  const { usage } = command
  const read = readFlags(command, args)
  if (typeof read === 'string') return { is: 'misuse', why: read, usage }
  const { flags, words } = read
  if (flags.help === true) return { is: 'help', usage }
  if (flags.version === true) return { is: 'version' }
  const kept = Object.keys({ json: off, ...command.options }).find((flag) =>
    isKeptByNpm(flag, flags[flag], env),
  )
  if (kept !== undefined) {
    const why = `npm keeps "--${kept}" for itself unless it comes after "--": ${typed} --${kept}`
    return { is: 'misuse', why, usage }
  }
  return { is: 'run', name, command, flags, words }
}

/** Without the two dashes before it, npm takes an option as its own, and the command would do the opposite. */
function isKeptByNpm(
  flag: string,
  value: Flags[string],
  env: Record<string, string | undefined>,
): boolean {
  const word = env[`npm_config_${flag.replaceAll('-', '_')}`] ?? ''
  if (value === false) return word === 'true'
  // npm has an `email` of its own.
  return value === undefined && word !== '' && flag !== 'email'
}

function find(name: string): Command | CommandGroup | undefined {
  return Object.hasOwn(commands, name) ? commands[name] : undefined
}

function listCommands(): string {
  const lines = Object.entries(commands).map(([name, { says }]) => `  ${name.padEnd(8)}${says}`)
  return `Usage: npm run <command> -- [options]

${lines.join('\n')}

Every command has --help, --json and --version, such as: npm run setup -- --help
`
}

/** The flags and the words, or what is wrong with the arguments, in one sentence. */
function readFlags(
  { options, takes }: Command,
  args: string[],
): { flags: Flags; words: readonly string[] } | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { ...options, json: off, help: off, version: off },
      allowPositionals: takes !== undefined,
    })
    const isHelp = values.help === true || values.version === true
    const named = takes?.join(' ')
    if (named === undefined || isHelp) return { flags: values, words: positionals }
    if (positionals.length > takes!.length)
      return `This command takes only ${named}; put quotes around blanks.`
    if (positionals.length < takes!.length) return `This command takes ${named}.`
    return { flags: values, words: positionals }
  } catch (error) {
    const { code, message } = error as Error & { code?: string }
    if (code !== 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return message
    return 'This command takes only options; never put a key or a token there.'
  }
}
