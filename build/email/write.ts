import { readFile, writeFile } from 'node:fs/promises'
import { brand } from '../../web/brand.ts'
import { fillBrand } from './fill-brand.ts'
import { signInEmail, unchangedEmail } from './templates.ts'

/**
 * `npm run emails`: makes the emails from `web/words/email.ts` and `web/brand.ts`, and puts them where
 * `supabase/config.toml` has them. Nothing is sent: `npm run setup` does that.
 */
const emails = { 'magic-link.html': signInEmail(), 'not-us.html': unchangedEmail() }
const folder = new URL('../../supabase/', import.meta.url)
const settingsFile = new URL('config.toml', folder)
let settings = await readFile(settingsFile, 'utf8')
for (const [name, { subject, html }] of Object.entries(emails)) {
  await writeFile(new URL(`templates/${name}`, folder), fillBrand(html, brand))
  // A subject has no `'`: TOML takes this kind of text as it is.
  const line = new RegExp(`^subject = .*(?=\\ncontent_path = "./supabase/templates/${name}")`, 'gm')
  settings = settings.replaceAll(line, () => `subject = '${subject}'`)
}
await writeFile(settingsFile, settings)
