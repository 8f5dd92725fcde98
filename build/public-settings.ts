import type { VariableName } from '../server/needs.ts'
import { variables } from '../server/needs.ts'
import {
  parsePublicUrl,
  parsePublishableKey,
  parseTurnstileSiteKey,
} from '../server/public-values.ts'
import { findText, mustBe } from '../server/variable-text.ts'
import type { BuiltSettings } from '../web/element/settings.ts'

/** What may be published, each with the one form in which it may. */
const forms: Partial<Record<VariableName, (text: string) => string>> = {
  SUPABASE_URL: (text) => parsePublicUrl(text).replace(/\/+$/, ''),
  SUPABASE_PUBLISHABLE_KEY: parsePublishableKey,
  TURNSTILE_SITE_KEY: parseTurnstileSiteKey,
  FRONTEND_URL: parsePublicUrl,
}

/**
 * The public values of the page, by the list in `server/needs.ts`: nothing gets into it that isn't marked there as
 * published. A missing value is an empty string: the build goes on, and the page says what isn't set up.
 *
 * @throws Error that names every variable whose value is not of its public form, without the value
 */
export function readPublicSettings(env: Record<string, string | undefined>): BuiltSettings {
  const published = new Map<VariableName, string>()
  const unseen: string[] = []
  const faults: string[] = []
  for (const variable of variables) {
    const { name, isPublished, isRequired } = variable
    const found = findText(env, variable)
    // The page may learn that one of the server's own is missing, never what it holds.
    if (!isPublished && isRequired && found === null) unseen.push(name)
    if (!isPublished || found === null) continue
    try {
      published.set(name, forms[name]!(found.text))
    } catch {
      faults.push(`"${found.heldBy}" ${mustBe(name)}; if it held a secret, rotate that`)
    }
  }
  if (faults.length > 0) throw new Error(faults.join('\n'))
  const valueOf = (name: VariableName) => published.get(name) ?? ''
  return {
    supabaseUrl: valueOf('SUPABASE_URL'),
    publishableKey: valueOf('SUPABASE_PUBLISHABLE_KEY'),
    frontendUrl: valueOf('FRONTEND_URL'),
    turnstileSiteKey: valueOf('TURNSTILE_SITE_KEY'),
    unseen,
  }
}
