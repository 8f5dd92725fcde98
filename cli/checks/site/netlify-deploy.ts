import { setTimeout as wait } from 'node:timers/promises'
import type { Deploy, FoundSite, NetlifySite } from '../../services/netlify-sites.ts'
import { ServiceError } from '../../services/service-error.ts'
import { fingerprintKey, listWantedVariables } from '../../variables/wanted-variables.ts'
import type { World } from '../../world.ts'
import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'
import { compareVariables } from './compare-variables.ts'

const remedy = 'run `npm run setup`; or Netlify > Deploys > Trigger deploy'
const patienceMilliseconds = 600_000

/** What is live was built with the current variables. */
export const netlifyDeploy: Check = {
  name: 'netlify_deploy',
  group: 'netlify',
  async look(world) {
    const { site } = world
    if (site === null) return [unknown('what is deployed', takes.site)]
    const found = await site.find()
    if (found === null) return [unknown('what is deployed', takes.site)]
    const [newest, state] = await Promise.all([
      lookAtNewest(site, found),
      lookAtLive(world, { site, found }),
    ])
    const further = [...stopped(found), ...newest]
    const isWell = state.level === 'ok' && further.length > 0
    return isWell ? further : [...further, state]
  },
  async fix(world) {
    const { site } = world
    const found = await site?.find()
    if (site === null || found === null || found === undefined || found.isStopped) return []
    if ((await netlifyDeploy.look(world)).every(({ level }) => level === 'ok')) return []
    const { builds } = await site.paths()
    return [
      {
        says: 'Deploy the site; it takes a minute or two',
        call: { service: 'netlify', method: 'POST', path: builds },
        keep: async (answer, tell) =>
          waitUntilLive(site, (answer as { deploy_id: string }).deploy_id, tell),
        ifRefused:
          'Deploy it as you usually do (Netlify > Deploys > Trigger deploy), then run this again',
      },
    ]
  },
}

/** Whether the live deploy was built with the variables of now. */
async function lookAtLive(
  world: World,
  { site, found }: { site: NetlifySite; found: FoundSite },
): Promise<Finding> {
  const { published } = found
  if (published === null || published.state !== 'ready')
    return needed(`nothing is live at ${found.name} (${published?.state ?? 'no deploy'})`)
  const keys = [...listWantedVariables(world.env).map(({ key }) => key), fingerprintKey]
  const changedAt = (await site.listVariables())
    .filter(({ key }) => keys.includes(key))
    .map(({ updatedAt }) => updatedAt ?? 0)
  if (changedAt.some((time) => time > (published.startedAt ?? 0)))
    return needed('variables have changed since the live deploy was built')
  // What is set next needs a deploy as well.
  const kinds = (await compareVariables(world, site, found)).map(({ kind }) => kind)
  if (kinds.some((kind) => kind !== 'unsure'))
    return needed('the live deploy lacks variables that are still to be set')
  return kinds.length > 0
    ? unknown('whether the live deploy has the secrets that are here', remedy)
    : ok('the live deploy has the current variables')
}

/** What was pushed or set last is not what visitors get. */
async function lookAtNewest(site: NetlifySite, found: FoundSite): Promise<Finding[]> {
  const newest = await site.findNewestDeploy()
  if (newest === null || newest.state !== 'error' || newest.isCanceled) return []
  const live = found.published === null ? 'nothing' : 'an older one'
  return [
    {
      level: 'fault',
      says: `the newest deploy failed, and ${live} is live`,
      why: 'visitors get neither the code nor the variables of now',
      remedy: `its log says why: ${newest.log || 'Netlify > Deploys'}`,
    },
  ]
}

function stopped({ name, isStopped }: FoundSite): Finding[] {
  if (!isStopped) return []
  return [
    {
      level: 'warning',
      says: 'builds are stopped at Netlify',
      why: 'neither a push nor `npm run setup` can deploy: new code and new variables stay where they are',
      remedy: `make them active (https://app.netlify.com/projects/${name}/configuration/deploys > Build settings), or deploy from your machine`,
    },
  ]
}

function needed(says: string): Finding {
  return {
    level: 'fault',
    says,
    why: 'the page and the doors see new variables only after a deploy',
    remedy,
  }
}

/** Waits for a deploy. @throws {ServiceError} if it fails, or takes longer than ten minutes */
export async function waitUntilLive(
  site: NetlifySite,
  id: string,
  tell: (line: string) => void,
): Promise<void> {
  const endsAt = performance.now() + patienceMilliseconds
  let pause = 200
  let deploy: Deploy | null = null
  do {
    const isFirst: boolean = deploy === null
    deploy = await site.findDeploy(id)
    if (isFirst && deploy.log !== '') tell(`    Its log: ${deploy.log}`)
    if (deploy.state === 'ready') return
    if (deploy.state === 'error' || performance.now() > endsAt) break
    await wait(pause)
    pause = Math.min(pause * 1.5, 3000)
  } while (performance.now() < endsAt)
  throw new ServiceError('netlify', {
    at: 'the deploy',
    status: 200,
    code: deploy.state,
    sentence: fateOf(deploy),
  })
}

function fateOf({ state, error }: Deploy): string {
  return state === 'error'
    ? `the deploy failed (${error ?? 'Netlify does not say why'}); its log says more`
    : `the deploy is not done after ten minutes ("${state}")`
}
