import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fillBrand } from '../../../build/email/fill-brand.ts'
import { readBrand } from '../../brand/brand-file.ts'
import type { AuthSettings } from '../../services/supabase-management.ts'
import type { World } from '../../world.ts'
import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'
import { hasServer } from './mailer.ts'
import { readAuthConfig } from './wanted-auth-settings.ts'

const remedy =
  'run `npm run setup`; or copy supabase/templates to Supabase > Authentication > Emails'

/** The three emails that sign a user in contain our link and the code; the others contain neither. */
export const mailTemplates: Check = {
  name: 'mail_templates',
  group: 'supabase',
  async look(world) {
    const { project } = world
    if (project === null) return [unknown("the emails' templates", takes.project)]
    const settings = await project.readAuthSettings()
    if (settings.hook_send_email_enabled === true)
      return [
        unknown(
          "the emails' templates: a hook of your own writes them",
          'request an email, and look at its link',
        ),
      ]
    const findings = (await readWantedEmails(world)).flatMap((email) =>
      judge(email, settings, world.page),
    )
    // A free project accepts none without an email server of its own: that comes first, and is said once.
    if (findings.length > 0 && !hasServer(settings))
      return [
        {
          level: 'warning',
          says: `emails that are not ours: ${findings.length}`,
          why: "Supabase's own words and links would reach your customers",
          remedy: 'first an email server of your own, then `npm run setup` writes them',
        },
      ]
    return findings.length > 0
      ? findings
      : [ok('the emails are in your name and in the language of the page')]
  },
  async fix(world) {
    const { project } = world
    if (project === null) return []
    const settings = await project.readAuthSettings()
    const wrong = (await readWantedEmails(world)).filter(
      (email) => judge(email, settings, world.page).length > 0,
    )
    if (wrong.length === 0) return []
    return [
      {
        brief: `Use supabase/templates for ${wrong.length} emails`,
        says: `Use supabase/templates for the emails ${wrong.map(({ name }) => name).join(', ')}`,
        call: {
          service: 'supabase',
          method: 'PATCH',
          path: `${project.path}/config/auth`,
          body: Object.fromEntries(
            wrong.flatMap(({ name, subject, html }) => [
              [`mailer_subjects_${name}`, subject],
              [`mailer_templates_${name}_content`, html],
            ]),
          ),
        },
        // https://supabase.com/changelog/46599-changes-to-email-template-customisation-on-free-tier
        ifRefused:
          'A free project accepts templates only with an email server of your own; run this again when it has one',
      },
    ]
  },
}

// Anyone can request the third, and it takes the place of the second.
const signInEmails = ['confirmation', 'magic_link', 'recovery']

/** An email that Supabase sends: ours contains our link, or none at all. */
type WantedEmail = { name: string; subject: string; html: string; carriesLink: boolean }

/** The emails as `supabase/config.toml` and the files that it names have them, in the owner's name. */
async function readWantedEmails({ folder, copy }: World): Promise<WantedEmail[]> {
  const brand = await readBrand(copy)
  const { email } = (await readAuthConfig(folder)) as {
    email: { template: Record<string, { subject: string; content_path: string }> }
  }
  return Promise.all(
    Object.entries(email.template).map(async ([name, { subject, content_path: path }]) => ({
      name,
      subject,
      html: fillBrand(await readFile(join(folder, path), 'utf8'), brand),
      carriesLink: signInEmails.includes(name),
    })),
  )
}

function judge(email: WantedEmail, settings: AuthSettings, page: string | null): Finding[] {
  const content = String(settings[`mailer_templates_${email.name}_content`] ?? '')
  const fault = judgeContent(email, content, page)
  if (fault.length > 0) return fault
  const subject = settings[`mailer_subjects_${email.name}`]
  if (content.trim() === email.html.trim() && subject === email.subject) return []
  return [
    {
      level: 'warning',
      says: `the email "${email.name}" is not the one of supabase/templates with your web/brand.ts`,
      why: 'customers may read another name, another language or older words than on the page',
      remedy,
    },
  ]
}

function judgeContent(email: WantedEmail, content: string, page: string | null): Finding[] {
  // An empty one is Supabase's own, with its own kind of link.
  const hasTheirs = content === '' || content.includes('.ConfirmationURL')
  if (email.carriesLink) return judgeLink(email.name, content, { page, hasTheirs })
  const carriesSecret = hasTheirs || /\.Token(?:Hash)?\b/.test(content)
  return carriesSecret
    ? [
        {
          level: 'warning',
          says: `the email "${email.name}", which the gateway never requests, contains a link or a code`,
          why: 'a stranger can make Supabase send your customers a genuine link that changes something',
          remedy,
        },
      ]
    : []
}

/** What an email that signs people in must contain: our link, and the code for those who read it elsewhere. */
function judgeLink(
  name: string,
  content: string,
  { page, hasTheirs }: { page: string | null; hasTheirs: boolean },
): Finding[] {
  const wrong = (level: 'fault' | 'warning', what: string, why: string): Finding[] => [
    { level, says: `the email "${name}" contains ${what}`, why, remedy },
  ]
  const text = plainOf(content)
  if (hasTheirs)
    return wrong(
      'warning',
      "Supabase's own link",
      'email scanners that open it use it up, and it shows no code to enter instead',
    )
  const places = ['{{.SiteURL}}', ...(page === null ? [] : [page])]
  if (!places.some((place) => text.includes(`${place}#token_hash={{.TokenHash}}`)))
    return wrong('fault', 'no link to the page', 'people who receive it cannot sign in')
  if (!text.includes('{{.Token}}'))
    return wrong(
      'warning',
      'our link, but no code',
      'whoever reads their email on another device cannot sign in here',
    )
  return []
}

/** Without the blanks in its fields, and without the language that its link may name. */
function plainOf(content: string): string {
  return content.replaceAll(/\{\{\s*(\S+)\s*\}\}/g, '{{$1}}').replaceAll(/\?lang=[^"#]*#/g, '#')
}
