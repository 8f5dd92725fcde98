import type { RequestListener } from 'node:http'
import { expect } from 'vitest'
import type { Finding, Level } from '../../../cli/checks/check.ts'
import { checks } from '../../../cli/checks/index.ts'
import { createPerform } from '../../../cli/services/perform.ts'
import type { World, WorldOptions } from '../../../cli/world.ts'
import type { ReadyShop } from '../shop/ready-shop.ts'
import { serve } from '../shop/serve.ts'
import type { Variables } from '../terminal/run-command.ts'

type Repair = () => unknown
export type Break = (shop: ReadyShop) => void | Repair | Promise<void | Repair>

/** One way in which something is wrong, and what the check must say about it. */
export type Case = {
  /** What is wrong: completes "... is reported". */
  what: string
  /** What is said, by its level: all of it. */
  fault?: RegExp | RegExp[]
  warning?: RegExp | RegExp[]
  unknown?: RegExp
  /** What is said of something unusual that is no mistake: then nothing else may be said. */
  ok?: RegExp
  /** Part of each remedy; `npm run setup` unless named. */
  remedy?: RegExp
  /** Differences of the owner's variables; `undefined` takes one away. */
  env?: Variables
  options?: Partial<WorldOptions>
  /** Another site in the place of the page. */
  answer?: RequestListener
  /** Breaks something; what it returns repairs it, if the check's own fix does not. */
  break?: Break
  /** The check's own fix makes it right. */
  isFixed?: true
}

/** By the name of the check. */
export type Cases = Record<string, Case[]>

/** Tells a stand-in to misbehave, and afterwards to be as it was. */
export function controlling<Name extends 'stripe' | 'supabase' | 'management' | 'netlify'>(
  name: Name,
  changes: Parameters<ReadyShop[Name]['control']>[0],
): Break {
  return (shop) => {
    const { controls, control } = shop[name] as { controls: object; control(to: object): void }
    const before = Object.entries(controls).filter(([field]) => field in changes)
    control(changes)
    return () => control(Object.fromEntries(before))
  }
}

/** Breaks several things, and afterwards repairs them, the last one first. */
export function both(...breaks: Break[]): Break {
  return async (shop) => {
    const repairs: (void | Repair)[] = []
    const repair = async () => {
      for (const each of repairs) await each?.()
    }
    try {
      for (const each of breaks) repairs.unshift(await each(shop))
    } catch (error) {
      await repair()
      throw error
    }
    return repair
  }
}

/** Runs SQL as the owner of the database, and afterwards its repair. */
export function sql(statements: string, repair?: string): Break {
  return async ({ supabase: { database } }) => {
    await database.exec(statements)
    return () => (repair === undefined ? undefined : database.exec(repair))
  }
}

/** Sets settings of Auth, and afterwards what was there before. */
export const auth =
  (settings: Record<string, unknown>): Break =>
  (at) => {
    const before = at.management.authConfig()
    at.management.setAuthConfig(settings)
    return () =>
      at.management.setAuthConfig(
        Object.fromEntries(Object.keys(settings).map((name) => [name, before[name]])),
      )
  }

function findCheck(name: string) {
  const check = checks.find((each) => each.name === name)
  if (check === undefined) throw new Error(`there is no check "${name}"`)
  return check
}

const said: string[] = []

/** What one check says, noted for the search for secrets. Holds each finding to its form. */
export async function look(name: string, world: World): Promise<Finding[]> {
  const findings = await findCheck(name).look(world)
  expect(findings, name).not.toEqual([])
  for (const finding of findings) {
    said.push(JSON.stringify(finding))
    if (finding.level === 'warning' || finding.level === 'fault')
      expect(finding, name).toHaveProperty('why')
    if (finding.level !== 'ok') expect(finding, name).toHaveProperty('remedy')
  }
  return findings
}

/** Makes what would fix the check. @returns how many changes there were */
export async function fix(name: string, world: World): Promise<number> {
  const changes = (await findCheck(name).fix?.(world)) ?? []
  const perform = createPerform(world.env)
  for (const { call, keep } of changes) {
    const answer = call === null ? null : await perform(call)
    world.project?.forget()
    await keep?.(answer, () => undefined)
  }
  return changes.length
}

/** Breaks, looks, fixes or repairs, and looks again. */
export async function play(shop: ReadyShop, check: string, wrong: Case): Promise<void> {
  const served = wrong.answer && (await serve(wrong.answer))
  const repair = await wrong.break?.(shop)
  try {
    const elsewhere = served && { page: `${served.origin}/` }
    const world = await shop.world(wrong.env, { ...wrong.options, ...elsewhere })
    const findings = await look(check, world)
    const remedy = expect.stringMatching(wrong.remedy ?? /npm run setup/)
    for (const level of ['fault', 'warning', 'unknown'] as const)
      for (const says of [wrong[level] ?? []].flat())
        expect(findings).toContainEqual(
          expect.objectContaining({ level, says: expect.stringMatching(says), remedy }),
        )
    if (wrong.ok) {
      expect(levelsOf(findings)).toEqual(['ok'])
      expect(findings.map(({ says }) => says).join('\n')).toMatch(wrong.ok)
    }
    if (wrong.isFixed) {
      expect(await fix(check, world)).toBeGreaterThan(0)
      expect(levelsOf(await look(check, world))).toEqual(['ok'])
      expect(await findCheck(check).fix?.(world)).toEqual([])
    }
  } finally {
    await repair?.()
    served?.close()
  }
}

/** The different levels of some findings. */
export function levelsOf(findings: readonly Finding[]): Level[] {
  return [...new Set(findings.map(({ level }) => level))]
}

/** No check has anything to say but "ok", and nothing that was said contained a secret or an address. */
export async function expectWhole(shop: ReadyShop): Promise<void> {
  const world = await shop.world()
  for (const { name } of checks) expect(levelsOf(await look(name, world)), name).toEqual(['ok'])
  const all = said.join('\n')
  for (const secret of [...(await shop.secrets()), 'must-not-be-seen', 'must_not_be_seen'])
    expect(all).not.toContain(secret)
  expect(all).not.toMatch(/@example/)
}
