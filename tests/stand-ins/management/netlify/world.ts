import { Refusal } from '../wire/refusal.ts'
import type { NetlifyControls } from './controls.ts'
import type { DeployStore } from './deploy-store.ts'
import type { EnvStore } from './env-store.ts'

/** One owner's account with one site that stands. */
export type World = {
  user: { id: string; email: string }
  account: { id: string; slug: string }
  site: { id: string; name: string; url: string; createdAt: number }
  env: EnvStore
  deploys: DeployStore
  controls: { readonly now: NetlifyControls }
  now(): number
}

/** By id or by slug, as Netlify takes both. @throws {Refusal} 404 */
export function assertAccount({ account }: World, id: string): void {
  if (id !== account.id && id !== account.slug) throw notFound()
}

/** By id or by the name under `netlify.app`. @throws {Refusal} 404 */
export function assertSite({ site }: World, id: string): void {
  if (id !== site.id && id !== `${site.name}.netlify.app`) throw notFound()
}

/** Netlify's one sentence for whatever is not there: 404. */
export function notFound(): Refusal {
  return new Refusal(404, 'Not Found')
}
