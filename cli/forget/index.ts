import type { Result } from '../commands/command.ts'
import { queryCall } from '../database/migrate.ts'
import type { PersonAddress } from '../person/parse-address.ts'
import { createPerform } from '../services/perform.ts'
import type { SupabaseProject } from '../services/supabase-management.ts'
import { printCall } from '../setup/words/print-call.ts'
import type { Asker } from '../terminal/ask.ts'
import { count } from '../terminal/amounts.ts'
import { SetupFault } from '../terminal/setup-fault.ts'
import type { Output } from '../terminal/wrap.ts'
import { say } from '../terminal/wrap.ts'
import type { Environment } from '../variables/environment.ts'
import { eraseStatements } from './conditions.ts'
import type { Found, PersonInDatabase } from './find-person.ts'
import { findPerson } from './find-person.ts'
import { lookAtStripe } from './look-at-stripe.ts'
import { printBeyond, printFound, printStripe } from './print-person.ts'
import { writeExport } from './write-export.ts'

export type ForgetOrder = {
  env: Environment
  project: SupabaseProject
  address: PersonAddress
  out: Output
  /** `null`: nobody is asked. */
  asker: Asker | null
  isDryRun: boolean
  /** A file for what is found. */
  exportTo: string | null
}

/**
 * `npm run forget`: finds what Supabase has about one person, exports it if that is wanted, and deletes it after one
 * yes. Says what Stripe has, and leaves it there.
 * @returns the exit code: 0 only if nothing is left at Supabase, or nothing was to be deleted
 * @throws {ServiceError} if Supabase refuses: then nothing was deleted
 * @throws {SetupFault} if a table of the owner's is in the way, or the export can't be written
 */
export async function forget(order: ForgetOrder): Promise<Result> {
  const { env, project, address, out, isDryRun, exportTo } = order
  const person = await findPerson(project, address.fold)
  const found = tableOf(person.found)
  const spellings = (found['public.stripe_customers'] ?? []).map(({ email }) => String(email))
  const stripe = await lookAtStripe(env, address, spellings)
  const report = { address: address.fold, isDryRun, found, ownTables: person.ownTables, stripe }
  printFound(address.fold, person, out)
  printStripe(stripe, out)
  say(out)
  if (exportTo !== null) {
    await writeExport(exportTo, report)
    say(out, `Written to ${exportTo}. It is about a person: keep it out of git.`)
  }
  const call = queryCall(project, eraseStatements(person.found))!
  if (isDryRun) say(out, printCall(env, call))
  if (isDryRun || sizeOf(found) === 0) {
    say(out, 'Nothing was deleted.')
    printBeyond(out)
    return { code: 0, report: { ...report, deleted: 0 } }
  }
  assertNothingInTheWay(person)
  if (!(await agree(order))) {
    say(out, 'Nothing was deleted.')
    return { code: 1, report: { ...report, deleted: 0 } }
  }
  await createPerform(env)(call)
  const left = await findLeft(order)
  const deleted = person.found
    .filter(({ place }) => place.stays !== true)
    .reduce((sum, { rows }) => sum + rows.length, -sizeOf(left))
  say(out, `Deleted or emptied: ${count(deleted, 'row')}.`)
  printBeyond(out)
  return { code: sizeOf(left) === 0 ? 0 : 1, report: { ...report, deleted, left } }
}

/** Looks again. A webhook or a sign-in may have brought something in this very second. */
async function findLeft({ project, address, out }: ForgetOrder): Promise<Rows> {
  project.forget()
  const left = tableOf((await findPerson(project, address.fold)).found)
  for (const [table, rows] of Object.entries(left))
    say(out, `${table} has ${count(rows.length, 'row')} again: run this once more.`)
  return left
}

type Rows = Record<string, Found['rows']>

/** Only tables in which something was found. */
function tableOf(found: readonly Found[]): Rows {
  const rows: Rows = {}
  for (const { place, rows: more } of found)
    if (more.length > 0) rows[place.table] = [...(rows[place.table] ?? []), ...more]
  return rows
}

function sizeOf(rows: Rows): number {
  return Object.values(rows).reduce((sum, { length }) => sum + length, 0)
}

/** Postgres would refuse the whole deletion. @throws {SetupFault} */
function assertNothingInTheWay({ ownTables }: PersonInDatabase): void {
  const inTheWay = ownTables.filter(({ rule, rows }) => rule === 'kept' && rows > 0)
  if (inTheWay.length === 0) return
  const names = inTheWay.map(({ table, column }) => `${table} (${column})`).join(', ')
  throw new SetupFault(
    `Rows of yours refer to this user and keep it from being deleted: ${names}. Delete or change them, then run this again. Nothing was deleted.`,
  )
}

async function agree({ asker, project }: ForgetOrder): Promise<boolean> {
  return (
    asker === null ||
    asker.confirm(
      `Delete all of this in the Supabase project ${project.ref}? It can't be undone.`,
      { isSafe: false },
    )
  )
}
