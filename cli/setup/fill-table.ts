import { readConfig } from '#server/config.ts'
import { GatewayError } from '#server/errors.ts'
import { checks } from '../checks/index.ts'
import { sync } from '../sync.ts'
import type { Output } from '../terminal/wrap.ts'
import type { World } from '../world.ts'

/** Brings the table up to date with Stripe if it is not, as `npm run sync` does. @throws {GatewayError} */
export async function fillTable(
  world: World,
  order: { out: Output; signal: AbortSignal },
): Promise<void> {
  const { out, signal } = order
  if (signal.aborted || !isConfigured(world) || (await isUpToDate(world))) return
  await sync({ isFull: false, isDryRun: false, creditsSince: null, env: envOf(world), out })
}

async function isUpToDate(world: World): Promise<boolean> {
  const findings = await Promise.all(
    checks.filter(({ group }) => group === 'table').map((check) => check.look(world)),
  )
  return findings.flat().every(({ level }) => level === 'ok')
}

function isConfigured(world: World): boolean {
  try {
    readConfig(envOf(world))
    return true
  } catch (error) {
    if (error instanceof GatewayError) return false
    throw error
  }
}

function envOf(world: World): World['env'] {
  return { ...world.env, FRONTEND_URL: world.env.FRONTEND_URL ?? world.page ?? undefined }
}
