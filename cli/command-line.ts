import { parseArgs } from 'node:util'
import { commands } from './commands.ts'
import type { Command, Flags } from './commands/command.ts'
import { off } from './commands/command.ts'

/** What was asked for: a command with its flags, something to read, or why it is neither. */
export type CommandLine =
  | { is: 'run'; name: string; command: Command; flags: Flags; word: string | undefined }
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
  const command = find(name)
  if (command === undefined) {
    const why = name === '' ? 'Which command?' : `There is no command "${name}".`
    return { is: 'misuse', why, usage: listCommands() }
  }
  const { usage } = command
  const read = readFlags(command, args)
  if (typeof read === 'string') return { is: 'misuse', why: read, usage }
  const { flags, word } = read
  if (flags.help === true) return { is: 'help', usage }
  if (flags.version === true) return { is: 'version' }
  const kept = Object.keys({ json: off, ...command.options }).find((flag) =>
    isKeptByNpm(flag, flags[flag], env),
  )
  if (kept !== undefined) {
    const why = `npm keeps "--${kept}" for itself unless it comes after "--": npm run ${name} -- --${kept}`
    return { is: 'misuse', why, usage }
  }
  return { is: 'run', name, command, flags, word }
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

function find(name: string): Command | undefined {
  return Object.hasOwn(commands, name) ? commands[name] : undefined
}

function listCommands(): string {
  const lines = Object.entries(commands).map(([name, { says }]) => `  ${name.padEnd(8)}${says}`)
  return `Usage: npm run <command> -- [options]

${lines.join('\n')}

Every command has --help, --json and --version, such as: npm run setup -- --help
`
}

/** The flags and the word, or what is wrong with the arguments, in one sentence. */
function readFlags(
  { options, takes }: Command,
  args: string[],
): { flags: Flags; word: string | undefined } | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { ...options, json: off, help: off, version: off },
      allowPositionals: takes !== undefined,
    })
    const [word, ...others] = positionals
    const isHelp = values.help === true || values.version === true
    if (takes === undefined || isHelp) return { flags: values, word }
    if (others.length > 0) return `This command takes one ${takes}; put quotes around blanks.`
    return word === undefined ? `This command takes ${takes}.` : { flags: values, word }
  } catch (error) {
    const { code, message } = error as Error & { code?: string }
    if (code !== 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return message
    return 'This command takes only options; never put a key or a token there.'
  }
}
