import type { TemplateName } from './settings.ts'

/** An email in the inbox. It shows what the user saw; `tokenHash` and `code` are known even if the email hides them. */
export type Email = {
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

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
