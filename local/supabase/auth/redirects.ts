import type { Project } from '../project.ts'
import type { AuthFailure } from './failure.ts'
import type { SessionBody } from './sessions.ts'

/** Where a link may lead: to the address asked for, else to the referring page, if they are allowed; else to the site. */
export function redirectOf(project: Project, request: Request): string {
  const asked = new URL(request.url).searchParams.get('redirect_to')
  return redirectTo(project, [asked, request.headers.get('referer')])
}

/** The first of these that is allowed, else the site. */
export function redirectTo(project: Project, candidates: (string | null)[]): string {
  return candidates.find((url) => url !== null && isAllowed(project, url)) ?? project.siteUrl
}

/** Anywhere on the site's own origin, or exactly as the settings list it. */
function isAllowed(project: Project, url: string): boolean {
  if (!URL.canParse(url)) return false
  const { origin } = new URL(url)
  if (origin === new URL(project.siteUrl).origin) return true
  return project.controls.redirectUrls.includes(url.split('#')[0]!)
}

/**
 * GET /verify answers with a redirect that carries the outcome behind the `#`; with a code challenge in the query, and
 * what went wrong in both.
 */
export function redirectWith(
  target: string,
  { query = {}, fragment }: { query?: Record<string, string>; fragment?: Record<string, string> },
): Response {
  const url = new URL(target)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  if (fragment !== undefined) {
    const parameters = new URLSearchParams({ ...fragment, sb: '' })
    parameters.sort()
    url.hash = parameters.toString()
  }
  return new Response(null, { status: 303, headers: { Location: url.href } })
}

export function sessionFragment(session: SessionBody, type: string): Record<string, string> {
  return {
    access_token: session.access_token,
    expires_at: String(session.expires_at),
    expires_in: String(session.expires_in),
    refresh_token: session.refresh_token,
    token_type: session.token_type,
    type,
  }
}

export function failureFragment(failure: AuthFailure): Record<string, string> {
  return {
    error: 'access_denied',
    error_code: failure.code,
    error_description: failure.message,
  }
}
