import type { Check, Finding, Level } from './checks/check.ts'
import { checks } from './checks/index.ts'
import { readMigrations } from './database/migrations.ts'
import { readVersion } from './variables/version.ts'
import { printFinding } from './checks/print-finding.ts'
import type { World } from './world.ts'
import type { Output } from './terminal/wrap.ts'
import { say } from './terminal/wrap.ts'

/** A finding with its check. */
export type Examined = Finding & { check: string; group: Check['group'] }

/**
 * Checks everything, one check after the other; changes nothing.
 * @param onFound called with each finding as it comes
 */
export async function examine(
  world: World,
  onFound: (found: Examined) => void = () => undefined,
): Promise<Examined[]> {
  const all: Examined[] = []
  for (const check of checks)
    for (const finding of await check.look(world)) {
      const found = { check: check.name, group: check.group, ...finding }
      all.push(found)
      onFound(found)
    }
  return all
}

/**
 * `npm run doctor`: says for each check what is the case, why it matters and what to do about it.
 * @param order.isJson one JSON document instead of lines
 * @returns the exit code: 0 if there is no fault
 */
export async function doctor(order: {
  world: World
  isJson: boolean
  /** Also 1 if something could not be checked. */
  isStrict: boolean
  out: Output
}): Promise<number> {
  const { world, isJson, isStrict, out } = order
  const copy = await readCopy(world.folder)
  if (!isJson) say(out, `Portal Gateway ${copy.version}, newest migration ${copy.migration}`)
  if (!isJson) say(out)
  const findings = await examine(world, (found) => {
    if (!isJson) printFinding(found, out)
  })
  const isTrue = findings.every(
    ({ level }) => level !== 'fault' && !(isStrict && level === 'unknown'),
  )
  const next = nextOf(findings)
  if (isJson) {
    const document = { ...copy, isTrue, next, findings }
    out.write(`${JSON.stringify(document, null, 2)}\n`)
  } else {
    say(out)
    say(out, countOf(findings))
    if (next !== null) say(out, `Next: ${next}`, ' '.repeat(6))
  }
  return isTrue ? 0 : 1
}

/** The remedy of the first fault; without one, of the first warning, and then of what was not checked. */
function nextOf(findings: Examined[]): string | null {
  const first = (['fault', 'warning', 'unknown'] as const)
    .map((level) => findings.find((finding) => finding.level === level))
    .find((finding) => finding !== undefined)
  return first === undefined ? null : `${first.says}: ${first.remedy}`
}

function countOf(findings: Examined[]): string {
  const count = (level: Level) => findings.filter((finding) => finding.level === level).length
  const parts = [`${count('ok')} ok`]
  if (count('warning') > 0) parts.push(plural(count('warning'), 'warning'))
  if (count('fault') > 0) parts.push(plural(count('fault'), 'fault'))
  if (count('unknown') > 0) parts.push(`${count('unknown')} not checked`)
  return `${parts.join(', ')}.`
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
