import type { Brand } from '../web/brand.ts'

// RFC 9116 wants less than a year; a site that isn't deployed for so long may have another contact by then.
const lastsMs = 360 * 24 * 60 * 60 * 1000

/**
 * The text of `/.well-known/security.txt`: where to report a hole in this site. The owner's support comes first, then
 * the repository's form for private reports; `null` if there is neither. https://www.rfc-editor.org/rfc/rfc9116
 * @param about.repository as under `repository` in `package.json`
 */
export function securityTxt(about: {
  support: Brand['support']
  repository: string | undefined
  builtAt: Date
}): string | null {
  const { support, repository, builtAt } = about
  const contact = contactOf(support?.href) ?? reportForm(repository)
  if (contact === null) return null
  const expires = new Date(builtAt.getTime() + lastsMs).toISOString()
  return `Contact: ${contact}\nExpires: ${expires}\n`
}

function contactOf(href = ''): string | null {
  return /^(mailto:|https:\/\/)\S+$/.test(href) ? href : null
}

// An account with a dot in its name is the placeholder of `package.json` and nobody's.
function reportForm(repository = ''): string | null {
  const found = /^(?:git\+)?(https:\/\/github\.com\/[a-z\d-]+\/[\w.-]+?)(?:\.git)?$/i.exec(
    repository,
  )
  return found === null ? null : `${found[1]}/security/advisories/new`
}
