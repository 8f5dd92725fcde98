import { hasServer, mailerFields } from '../checks/auth/mailer.ts'
import { ServiceError } from '../services/service-error.ts'
import type { Asker } from '../terminal/ask.ts'
import type { World } from '../world.ts'
import { askForTestAddress } from './send-test-email.ts'

type Preset = { label: string; host: string; port: string; user: string | null }

const presets = {
  resend: { label: 'Resend', host: 'smtp.resend.com', port: '465', user: 'resend' },
  postmark: { label: 'Postmark', host: 'smtp.postmarkapp.com', port: '587', user: null },
  sendgrid: { label: 'SendGrid', host: 'smtp.sendgrid.net', port: '587', user: 'apikey' },
} as const satisfies Record<string, Preset>

/**
 * Asks for the email server if the project has none and no variable brings one: without it no customer gets an email.
 * The owner may do it later. What they enter is used for this run and kept only at Supabase.
 * @returns where they want a test email, `null`: nowhere, or they were not asked
 */
export async function askForMailer(world: World, asker: Asker | null): Promise<string | null> {
  const { project, env } = world
  if (asker === null || project === null || env.SMTP_HOST !== undefined) return null
  if (await hasMailer(world)) return null
  const which = await asker.choose(
    'Who sends your emails? Supabase itself sends none to customers.',
    [
      ...Object.entries(presets).map(([value, { label }]) => ({ value, label })),
      { value: 'other', label: 'Another service, by SMTP' },
      { value: 'later', label: 'Later: until then nobody can sign in' },
    ],
  )
  if (which === 'later') return null
  const preset: Preset | null = which in presets ? presets[which as keyof typeof presets] : null
  const line = (message: string, judge?: (words: string) => string | undefined) =>
    asker.line({ message, ...(judge && { judge }) })
  const host = preset?.host ?? (await line('SMTP host'))
  const port =
    preset?.port ??
    (await line('SMTP port, such as 587', (words) =>
      /^\d{2,5}$/.test(words) ? undefined : 'it must be a number.',
    ))
  const user = preset?.user ?? (await line('SMTP user name'))
  const password = await asker.secret({ message: 'SMTP password, or the API key' })
  const address = await line('The address that emails come from', (words) =>
    /^\S+@\S+\.\S+$/.test(words) ? undefined : 'it must be an email address.',
  )
  const name = world.shop?.name ?? (await line('The name that emails come from'))
  const given = [host, port, user, password, address, name]
  Object.values(mailerFields).forEach((variable, index) => (env[variable] = given[index]))
  return askForTestAddress(asker)
}

/** If it can't be asked, its check says so. */
async function hasMailer({ project }: World): Promise<boolean> {
  try {
    const settings = await project!.readAuthSettings()
    return hasServer(settings) || settings.hook_send_email_enabled === true
  } catch (error) {
    if (error instanceof ServiceError) return true
    throw error
  }
}
