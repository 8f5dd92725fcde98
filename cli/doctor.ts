import type { Level } from './checks/check.ts'
import type { Examined } from './checks/examine.ts'
import { createRepeats, examine } from './checks/examine.ts'
import { readMigrations } from './database/migrations.ts'
import { readVersion } from './variables/version.ts'
import { createSteps } from './terminal/steps.ts'
import { printFinding } from './checks/print-finding.ts'
import type { World } from './world.ts'
import type { Output } from './terminal/wrap.ts'
import { say } from './terminal/wrap.ts'

/** What `--json` prints of it. `next`: the remedy that comes first; `null` if all is right. */
type DoctorReport = ReturnType<typeof placesOf> & {
  migration: string
  counts: Counts
  next: string | null
  findings: Examined[]
}

/**
 * `npm run doctor`: says for each check what is the case, why it matters and what to do about it.
 * @returns the exit code, 0 if there is no fault, and what `--json` prints
 */
export async function doctor(order: {
  world: World
  /** Also 1 if something could not be checked. */
  isStrict: boolean
  /** Without a line for what is right. */
  isBrief?: boolean
  out: Output
}): Promise<{ code: number; report: DoctorReport }> {
  const { world, isStrict, isBrief = false, out } = order
  const copy = await readCopy(world.folder)
  if (!isBrief) say(out, `Portal Gateway ${copy.version}, newest migration ${copy.migration}`)
  if (!isBrief) say(out)
  const repeats = createRepeats()
  const steps = createSteps(out)
  const findings = await steps.turn('Checking everything', (now) =>
    examine(world, {
      onWait: now,
      onFound(found) {
        const isWorthALine = !isBrief || found.level !== 'ok'
        if (!repeats.add(found) && isWorthALine) steps.write(() => printFinding(found, out))
      },
    }),
  )
  for (const line of repeats.lines()) say(out, line, ' '.repeat(8))
  const isRight = findings.every(
    ({ level }) => level !== 'fault' && !(isStrict && level === 'unknown'),
  )
  const next = nextOf(findings)
  const counts = countOf(findings)
  say(out)
  say(out, inWords(counts))
  if (next !== null && !isBrief) say(out, `Next: ${next}`, ' '.repeat(6))
  const { migration } = copy
  const report = { migration, ...placesOf(world), counts, next, findings }
  return { code: isRight ? 0 : 1, report }
}

/** The remedy of the first fault; without one, of the first warning, and then of what was not checked. */
function nextOf(findings: Examined[]): string | null {
  const first = (['fault', 'warning', 'unknown'] as const)
    .map((level) => findings.find((finding) => finding.level === level))
    .find((finding) => finding !== undefined)
  return first === undefined ? null : `${first.says} -> ${first.remedy}`
}

type Counts = Record<Level, number>

function countOf(findings: Examined[]): Counts {
  const count = (level: Level) => findings.filter((finding) => finding.level === level).length
  return {
    ok: count('ok'),
    warning: count('warning'),
    fault: count('fault'),
    unknown: count('unknown'),
  }
}

function inWords({ ok, warning, fault, unknown }: Counts): string {
  const parts = [`${ok} ok`]
  if (warning > 0) parts.push(plural(warning, 'warning'))
  if (fault > 0) parts.push(plural(fault, 'fault'))
  if (unknown > 0) parts.push(`${unknown} not checked`)
  return `${parts.join(', ')}.`
}

/** Where it looked; `null` is what nobody said. */
export function placesOf(world: World) {
  const { livemode, page, project } = world
  const mode = livemode === null ? null : livemode ? 'live' : 'test'
  return { mode, page, project: project?.ref ?? null }
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** Which version this is: the first thing that anyone who helps asks for. */
async function readCopy(folder: string): Promise<{ version: string; migration: string }> {
  const version = await readVersion(folder)
  const newest = (await readMigrations(folder)).at(-1)
  return { version, migration: `${newest?.version}_${newest?.name}` }
}
