import { Refusal } from '#local/wire/refusal.ts'
import type { NetlifyControls } from './controls.ts'
import type { DeployStore } from './deploy-store.ts'
import type { EnvStore } from './env-store.ts'

/** One owner's account with one site that exists. */
export type World = {
  account: { id: string; slug: string }
  site: { id: string; name: string; url: string; createdAt: number }
  env: EnvStore
  deploys: DeployStore
  controls: NetlifyControls
}

/** By id or by slug, as Netlify takes both. @throws {Refusal} 404 */
export function assertAccount({ account }: World, id: string | undefined): void {
  if (id !== account.id && id !== account.slug) throw notFound()
}

/** By id or by the name under `netlify.app`. @throws {Refusal} 404 */
export function assertSite({ site }: World, id: string | null | undefined): void {
  if (id !== site.id && id !== `${site.name}.netlify.app`) throw notFound()
}

/** Netlify's one sentence for whatever it doesn't have: 404. */
export function notFound(): Refusal {
  return new Refusal(404, 'Not Found')
}
