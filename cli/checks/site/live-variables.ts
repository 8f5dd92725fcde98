import { variables } from '#server/needs.ts'
import type { VariableName } from '#server/needs.ts'
import { valueOf } from '../../variables/environment.ts'
import { hashOfVariable } from '../../variables/variable-hash.ts'
import type { World } from '../../world.ts'
import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'
import { compareVariables, findStrays, listWanted } from './compare-variables.ts'
import { tellStray } from './stray-variable.ts'
import { firstSecret, readLiveVariables } from './read-live-variables.ts'

const what = 'the variables that the deployed doors run with'

/** The deployed doors run with the variables that are here: no token is needed to tell. */
export const liveVariables: Check = {
  name: 'live_variables',
  group: 'site',
  async look(world) {
    if (world.deployed === null) return [unknown(what, takes.deployed)]
    if (firstSecret(world) === null) return [unknown(what, 'set "STRIPE_WEBHOOK_SECRET"')]
    const live = await readLiveVariables(world)
    if (live === null)
      return [
        unknown(
          what,
          'the deployed webhook tells only the doctor of its own version, with its own "STRIPE_WEBHOOK_SECRET": deploy this copy with it',
        ),
      ]
    const told = await toldByNetlify(world)
    const wanted = await listWanted(world)
    const findings = variables
      .filter(({ name, isLocal }) => isLocal !== true && !told.has(name))
      .flatMap(({ name }) => {
        const given = name === 'FRONTEND_URL' ? world.page : valueOf(world.env, name)
        const here = wanted.find(({ key }) => key === name)?.value ?? null
        // What is wrong here already has a check of its own.
        const isWrong = given !== null && here === null && name !== 'FRONTEND_URL'
        return isWrong ? [] : judge(name, { here: here ?? given, there: live.get(name) })
      })
    return findings.length > 0 ? findings : [ok('the deployed doors run with the variables here')]
  },
}

function judge(
  name: VariableName,
  { here, there }: { here: string | null; there: string | undefined },
): Finding[] {
  if (here === null) return there === undefined ? [] : [tellStray('the deployed doors have', name)]
  if (there === hashOfVariable(name, here)) return []
  return [
    {
      level: 'fault',
      says: `the deployed doors ${there === undefined ? 'lack' : 'have another'} "${name}"`,
      why: 'what is checked here is not what your customers get',
      remedy: 'run `npm run setup`; or set it at Netlify as it is here, and deploy',
    },
  ]
}

/** Of these the checks of the site's variables have told already. */
async function toldByNetlify(world: World): Promise<Set<string>> {
  const found = (await world.site?.find()) ?? null
  if (world.site === null || found === null) return new Set()
  const differences = await compareVariables(world, world.site, found)
  const keys = differences.filter(({ kind }) => kind !== 'open').map(({ wanted }) => wanted.key)
  return new Set([...keys, ...(await findStrays(world, world.site))])
}
