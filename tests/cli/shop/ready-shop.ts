import { parseEnv } from 'node:util'
import { afterAll, beforeAll, expect } from 'vitest'
import type { Finding, Level } from '../../../cli/checks/check.ts'
import { checks } from '../../../cli/checks/index.ts'
import { createPerform } from '../../../cli/services/perform.ts'
import type { World, WorldOptions } from '../../../cli/world.ts'
import { openWorld } from '../../../cli/world.ts'
import { closeBareProject } from '#tests/stand-ins/management/bare-project.ts'
import type { Shop } from './bare-shop.ts'
import { openBareShop } from './bare-shop.ts'

type Env = Record<string, string | undefined>

/** A shop that is set up, and everything of it that a check looks at. */
export type ReadyShop = Shop & {
  /** The variables of `.env`, the owner's credentials, and where the stand-ins are. */
  env: Env
  /** What the checks look at; `undefined` takes a variable away. */
  world(env?: Env, options?: Partial<WorldOptions>): Promise<World>
  /** Every text that a check has said since the shop opened. */
  said: string[]
}

/** The one shop of a test file, set up before its first test. */
export function useReadyShop(): ReadyShop {
  const shop = {} as ReadyShop
  beforeAll(async () => void Object.assign(shop, await openReadyShop()))
  afterAll(async () => {
    await shop.close()
    await closeBareProject()
  })
  return shop
}

/** Sets a shop up with the real command, and with everything that an owner can bring. */
async function openReadyShop(): Promise<ReadyShop> {
  const shop = await openBareShop()
  const brought = { ...shop.variables, ...mailServer, ...turnstile }
  const run = await shop.run(['setup', '--yes'], brought)
  expect(run.code, run.out + run.err).toBe(0)
  const env: Env = { ...brought, ...parseEnv(await shop.readEnvironmentFile()) }
  return {
    ...shop,
    env,
    said: [],
    world: (differs = {}, options = {}) =>
      openWorld({
        env: Object.fromEntries(
          Object.entries({ ...env, ...differs }).filter(([, value]) => value !== undefined),
        ),
        keep: async () => undefined,
        ...options,
      }),
  }
}

export const mailServer = {
  SMTP_HOST: 'smtp.example.net',
  SMTP_PORT: '465',
  SMTP_USER: 'mailer-of-the-shop',
  SMTP_PASS: 'smtp-pass-of-the-shop',
  SMTP_ADMIN_EMAIL: 'billing@example.net',
  SMTP_SENDER_NAME: 'The Shop',
}
export const turnstile = {
  TURNSTILE_SITE_KEY: '1x00000000000000000000AA',
  TURNSTILE_SECRET_KEY: '1x0000000000000000000000000000000AA',
}

export function findCheck(name: string) {
  const check = checks.find((each) => each.name === name)
  if (check === undefined) throw new Error(`there is no check "${name}"`)
  return check
}

/** What one check says, noted for the search for secrets. Holds each finding to its form. */
export async function look(shop: ReadyShop, name: string, world: World): Promise<Finding[]> {
  const findings = await findCheck(name).look(world)
  expect(findings, name).not.toEqual([])
  for (const finding of findings) {
    shop.said.push(JSON.stringify(finding))
    if (finding.level === 'warning' || finding.level === 'fault')
      expect(finding, name).toHaveProperty('why')
    if (finding.level !== 'ok') expect(finding, name).toHaveProperty('remedy')
  }
  return findings
}

/** Makes what would fix the check. @returns how many changes there were */
export async function heal(name: string, world: World): Promise<number> {
  const changes = (await findCheck(name).fix?.(world)) ?? []
  const perform = createPerform(world.env)
  for (const { call, keep } of changes) {
    const answer = call === null ? null : await perform(call)
    await keep?.(answer)
  }
  return changes.length
}

/** One way in which something is amiss, and what the check must say of it. */
export type Amiss = {
  check: string
  /** What is amiss: completes "... is seen". */
  what: string
  level: Level
  /** Parts of what is said, and of the remedy. */
  says: RegExp
  remedy: RegExp
  /** Differences of the owner's variables. */
  env?: Env
  options?: Partial<WorldOptions>
  /** Breaks something; what it returns repairs it, if the check's own fix does not. */
  break?: (shop: ReadyShop) => Promise<void | (() => unknown)> | void | (() => unknown)
  /** Its own fix makes it right. */
  isFixed?: true
}

/** Breaks, looks, fixes or repairs, and looks again: nothing may be left wrong. */
export async function play(shop: ReadyShop, amiss: Amiss): Promise<void> {
  const repair = await amiss.break?.(shop)
  try {
    const world = await shop.world(amiss.env, amiss.options)
    const findings = await look(shop, amiss.check, world)
    const found = findings.find(({ says }) => amiss.says.test(says))
    expect(found, JSON.stringify(findings, null, 2)).toMatchObject({ level: amiss.level })
    expect(found?.remedy).toMatch(amiss.remedy)
    if (amiss.isFixed) {
      expect(await heal(amiss.check, world)).toBeGreaterThan(0)
      const after = await look(shop, amiss.check, world)
      expect(after.filter(({ level }) => level !== 'ok')).toEqual([])
      expect(await findCheck(amiss.check).fix?.(world)).toEqual([])
    }
  } finally {
    await repair?.()
  }
}

/** These checks have nothing to say but "ok" any more, and nothing that was said held a secret or an address. */
export async function expectWholeAgain(shop: ReadyShop, names: Iterable<string>): Promise<void> {
  const world = await shop.world()
  for (const name of new Set(names)) {
    const findings = await look(shop, name, world)
    expect(
      findings.filter(({ level }) => level !== 'ok'),
      name,
    ).toEqual([])
  }
  const said = shop.said.join('\n')
  for (const secret of [...(await shop.secrets()), 'must-not-be-seen', 'must_not_be_seen'])
    expect(said).not.toContain(secret)
  expect(said).not.toMatch(/@example/)
}
