import { variables } from '#server/needs.ts'
import { productionValueOf } from '../../checks/site/compare-variables.ts'
import { waitUntilLive } from '../../checks/site/netlify-deploy.ts'
import type { Change } from '../../services/change.ts'
import type { SiteVariable } from '../../services/netlify-sites.ts'
import { fingerprintKey, listWantedVariables } from '../../variables/wanted-variables.ts'
import type { World } from '../../world.ts'
import type { Undoing } from './undoing.ts'

/** The site's variables, and a deploy without them. */
export const netlifyVariables: Undoing = {
  name: 'netlify_variables',
  group: 'netlify',
  async find(world) {
    const { site } = world
    const found = await site?.find()
    if (site === null || found === null || found === undefined) return { changes: [], kept: [] }
    const there = await site.listVariables()
    const place = `https://app.netlify.com/projects/${found.name}/configuration/env`
    const fingerprint = there.find(({ key }) => key === fingerprintKey)
    const ours = there.filter(({ key }) => variables.some(({ name }) => name === key))
    // Without it setup never set any: a form of the deploy button did, or a hand.
    const set =
      fingerprint === undefined ? [] : ours.filter((each) => isSetups(each, fingerprint, world))
    const { variable, builds } = await site.paths()
    let isLive = false
    const remove = (key: string): Change => ({
      says: `Delete ${key} at Netlify`,
      brief: "Delete the site's variables",
      call: { service: 'netlify', method: 'DELETE', path: variable(key) },
    })
    return {
      changes: [
        ...set.map(({ key }) => remove(key)),
        // The fingerprint goes last: as long as it is there, a run that was stopped knows what is left to do.
        ...(fingerprint === undefined
          ? []
          : [
              {
                says: 'Deploy the site without them; the page then says that it is not set up',
                call: { service: 'netlify', method: 'POST', path: builds },
                async keep(answer, tell) {
                  await waitUntilLive(site, (answer as { deploy_id: string }).deploy_id, tell)
                  isLive = true
                },
                ifRefused: `Deploy it as you usually do: https://app.netlify.com/projects/${found.name}/deploys`,
              } satisfies Change,
              {
                ...remove(fingerprintKey),
                holds: async () =>
                  isLive
                    ? undefined
                    : `the live site still has the others. Delete it last: ${place}`,
              },
            ]),
      ],
      kept: ours
        .filter((each) => !set.includes(each))
        .map(
          ({ key }) =>
            `"${key}" at Netlify was not set by setup, or has values for previews, too: ${place}`,
        ),
    }
  },
}

/** A secret whose hash setup noted, or a public value that is the one here; and for production only, as setup sets it. */
function isSetups(variable: SiteVariable, fingerprint: SiteVariable, { env }: World): boolean {
  const { key, isSecret, values } = variable
  if (values.some(({ context }) => context !== 'production')) return false
  if (isSecret) return ` ${productionValueOf(fingerprint)}`.includes(` ${key}:`)
  const here = listWantedVariables(env).find((wanted) => wanted.key === key)
  return here !== undefined && here.value === productionValueOf(variable)
}
