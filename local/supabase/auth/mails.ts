import { issuerOf, type Project } from '../project.ts'
import type { Template, TemplateName } from '../settings.ts'
import type { OneTimeToken } from './one-time-tokens.ts'

/** A mail in the inbox. It shows what the person saw; `tokenHash` and `code` are known even where the mail hides them. */
export type Mail = {
  id: number
  to: string
  subject: string
  html: string
  template: TemplateName
  tokenHash: string
  code: string
  /** Supabase's own link, which spends the token when it is opened. */
  confirmationUrl: string
  /** ISO 8601 */
  sentAt: string
}

type Order = OneTimeToken & {
  template: TemplateName
  to: string
  type: 'signup' | 'magiclink' | 'email_change'
  redirectTo: string
}

// As Supabase sends them where the owner set none: a link to /verify, no code.
const defaultTemplate: Template = {
  subject: 'Supabase Auth',
  html: '<h2>Supabase</h2><p><a href="{{ .ConfirmationURL }}">Confirm</a></p>',
}

export function sendMail(project: Project, order: Order): void {
  const { template, to, type, tokenHash, code, redirectTo } = order
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
  project.mails.push({
    id: (project.mailsSent += 1),
    to,
    subject: fillIn(subject, values),
    html: fillIn(html, values, escapeHtml),
    template,
    tokenHash,
    code,
    confirmationUrl,
    sentAt: new Date(project.now()).toISOString(),
  })
}

/** `{{ .Name }}` becomes the value; a name that Supabase does not know is a fault of the template. */
function fillIn(text: string, values: Record<string, string>, escape = (value: string) => value) {
  return text.replaceAll(/\{\{\s*\.(\w+)\s*\}\}/g, (placeholder, name: string) => {
    const value = values[name]
    if (value === undefined)
      throw new Error(`The template asks for ${placeholder}, which is not spoken`)
    return escape(value)
  })
}

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
