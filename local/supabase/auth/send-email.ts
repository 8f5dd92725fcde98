import type { Transaction } from '@electric-sql/pglite'
import type { Email } from '../email.ts'
import { renderTemplate } from '../emails/render-template.ts'
import type { Project } from '../project.ts'
import { issuerOf } from '../project.ts'
import type { Template } from '../settings.ts'
import { askHook } from './hooks.ts'
import { assertAuthorized, assertDeliverable, assertQuota } from './limits.ts'

type Order = Pick<Email, 'to' | 'template' | 'tokenHash' | 'code'> & {
  type: 'signup' | 'magiclink' | 'recovery' | 'email_change' | 'reauthentication'
  redirectTo: string
}

// As Supabase sends it if the owner set none: a link to /verify, no code.
const defaultTemplate: Template = {
  subject: 'Supabase Auth',
  html: '<h2>Supabase</h2><p><a href="{{ .ConfirmationURL }}">Confirm</a></p>',
}

/**
 * Fills in the project's template and puts the email into the inbox, or lets the owner's hook send it.
 * @throws {AuthFailure} 429, 500
 */
export async function sendEmail(
  sql: Transaction,
  project: Project,
  { type, redirectTo, ...order }: Order,
): Promise<void> {
  const { template, to, tokenHash, code } = order
  assertAuthorized(project, to)
  assertQuota(project)
  if (project.controls.hooks.includes('send_email')) {
    const data = { token: code, token_hash: tokenHash, redirect_to: redirectTo }
    const email_data = { ...data, email_action_type: type }
    return void (await askHook(sql, 'send_email', { user: { email: to }, email_data }))
  }
  assertDeliverable(project, to, template)
  const query = new URLSearchParams({ token: tokenHash, type, redirect_to: redirectTo })
  const confirmationUrl = `${issuerOf(project)}/verify?${query}`
  const own = project.controls.templates[template]
  const { subject, html } = (project.controls.defaultTemplates ? null : own) ?? defaultTemplate
  const values: Record<string, string> = {
    SiteURL: project.siteUrl,
    RedirectTo: redirectTo,
    ConfirmationURL: confirmationUrl,
    TokenHash: tokenHash,
    Token: code,
    Email: to,
  }
  project.emails.push({
    ...order,
    id: (project.emailsSent += 1),
    subject: renderTemplate(subject, values),
    html: renderTemplate(html, values),
    confirmationUrl,
    sentAt: new Date(project.now()).toISOString(),
  })
}
