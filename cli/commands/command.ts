import type { WriteStream } from 'node:tty'
import { UsageError } from '../terminal/usage-error.ts'
import type { Environment } from '../variables/environment.ts'

export type Flags = Record<string, string | boolean | undefined>

/** One command of the command line. Its parts are loaded when it runs. */
export type Command = {
  /** One line, for the list of commands. */
  says: string
  /** Everything `--help` says, with its line end. */
  usage: string
  /** `--help`, `--version` and `--json` are every command's, and not named here. */
  options: Record<string, { type: 'boolean'; default: boolean } | { type: 'string' }>
  /** What the words beside the options are, in their order, such as `<email>`; without it the command takes only options. */
  takes?: readonly string[]
  run(order: Order): Promise<Result>
}

/** Commands of one family: the first word says which. */
export type CommandGroup = {
  says: string
  usage: string
  verbs: Record<string, Command>
}

export type Order = {
  flags: Flags
  /** As many as the command takes. */
  words: readonly string[]
  /** What a person reads goes here: to stdout, or to stderr if stdout gets a JSON document. */
  out: WriteStream
}

/** `report`: what `--json` prints beside `version`, `command` and `ok`; a secret never. */
export type Result = { code: number; report: Record<string, unknown> }

export const off = { type: 'boolean', default: false } as const
export const text = { type: 'string' } as const

/** Options that say where; for commands that look at services. */
export const places = { 'supabase-project': text, 'netlify-site': text, page: text }
export const placesUsage = `  --supabase-project <ref>  which Supabase project, if your token opens several
  --netlify-site <site>     which Netlify site, by its id or name
  --page <address>          the page's address, if it is not the site's`

/** @throws {UsageError} */
export function readPlaces(flags: Flags) {
  const page = wordOf(flags, 'page')
  if (page !== undefined && !/^https?:$/.test(URL.parse(page)?.protocol ?? ''))
    throw new UsageError('--page takes the whole address, with https://')
  return {
    project: wordOf(flags, 'supabase-project'),
    site: wordOf(flags, 'netlify-site'),
    page,
  }
}

/** The value of an option that takes one. */
export function wordOf(flags: Flags, name: string): string | undefined {
  const value = flags[name]
  return typeof value === 'string' ? value : undefined
}

/** The owner's variables: `.env` here, and those of the process. */
export async function readOwn(): Promise<Environment> {
  const { readEnvironment } = await import('../variables/environment.ts')
  return readEnvironment(process.cwd())
}
