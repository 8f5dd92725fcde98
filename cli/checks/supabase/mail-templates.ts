import type { AuthSettings } from '../../services/supabase-management.ts'
import type { WantedMail } from '../../variables/wanted-auth-settings.ts'
import { readWantedMails } from '../../variables/wanted-auth-settings.ts'
import type { Check, Finding } from '../check.ts'
import { ok, takes, unknown } from '../guarded.ts'

const remedy =
  'run `npm run setup`; or copy supabase/templates to Supabase > Authentication > Emails'

/** Both mails that sign in carry our link and the code; the others carry neither. */
export const mailTemplates: Check = {
  name: 'mail_templates',
  group: 'supabase',
  async look(world) {
    const { project } = world
    if (project === null) return [unknown("the mails' templates", takes.project)]
    const settings = await project.readAuthSettings()
    if (settings.hook_send_email_enabled === true)
      return [
        unknown(
          "the mails' templates: a hook of your own writes them",
          'ask for a mail, and look at its link',
        ),
      ]
    const findings = (await readWantedMails(world.folder)).flatMap((mail) =>
      judge(mail, contentOf(settings, mail), world.page),
    )
    return findings.length > 0
      ? findings
      : [ok('the mails carry the link to the page, and the others none')]
  },
  async mend(world) {
    const { project } = world
    if (project === null) return []
    const settings = await project.readAuthSettings()
    const wrong = (await readWantedMails(world.folder)).filter(
      (mail) => judge(mail, contentOf(settings, mail), world.page).length > 0,
    )
    if (wrong.length === 0) return []
    return [
      {
        says: `the mails ${wrong.map(({ name }) => name).join(', ')} as in supabase/templates`,
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
          'A free project takes templates only with a mail server of your own; run this again when it has one',
      },
    ]
  },
}

function contentOf(settings: AuthSettings, { name }: WantedMail): string {
  return String(settings[`mailer_templates_${name}_content`] ?? '')
}

function judge(mail: WantedMail, content: string, page: string | null): Finding[] {
  // An empty one is Supabase's own, which has its own kind of link.
  const hasTheirs = content === '' || content.includes('.ConfirmationURL')
  if (mail.carriesLink) {
    if (hasOurLink(content, page) && !hasTheirs) return []
    return [
      {
        level: hasTheirs ? 'warning' : 'fault',
        says: `the mail "${mail.name}" ${hasTheirs ? "carries Supabase's own link" : 'carries no link to the page'}`,
        why: hasTheirs
          ? 'mail scanners that open it use it up, and it shows no code to type instead'
          : 'whoever gets it can not sign in',
        remedy,
      },
    ]
  }
  const carriesSecret = hasTheirs || /\.Token(?:Hash)?\b/.test(content)
  return carriesSecret
    ? [
        {
          level: 'warning',
          says: `the mail "${mail.name}", which the gateway never asks for, carries a link or a code`,
          why: 'a stranger can have your customers sent a genuine link that changes something',
          remedy,
        },
      ]
    : []
}

function hasOurLink(content: string, page: string | null): boolean {
  const places = ['{{.SiteURL}}', ...(page === null ? [] : [page])]
  const text = content.replaceAll(/\{\{\s*(\S+)\s*\}\}/g, '{{$1}}')
  return (
    places.some((place) => text.includes(`${place}#token_hash={{.TokenHash}}`)) &&
    text.includes('{{.Token}}')
  )
}
