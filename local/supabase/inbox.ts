import type { Email } from './email.ts'
import { escapeHtml } from './email.ts'
import type { Project } from './project.ts'

/**
 * The emails that Supabase would have sent: `/inbox`, `/inbox/<id>` and `/inbox.json?to=`; `null` for other paths.
 * Links are relative.
 */
export function answerInbox(project: Project, { method, url }: Request): Response | null {
  const { pathname, searchParams } = new URL(url)
  if (method !== 'GET' || !/^\/inbox(\.json|\/|$)/.test(pathname)) return null
  const newestFirst = project.emails.toReversed()
  if (pathname === '/inbox.json') {
    const to = searchParams.get('to')?.toLowerCase()
    return Response.json(newestFirst.filter((email) => to === undefined || email.to === to))
  }
  if (pathname === '/inbox') return html(listPage(newestFirst))
  const email = newestFirst.find(({ id }) => pathname === `/inbox/${id}`)
  return email === undefined ? html(missingPage, 404) : html(emailPage(email))
}

const style = `
  :root { color-scheme: light dark; --ink: #1c1917; --quiet: #57534e; --paper: #fafaf9; --card: #ffffff; --line: #d6d3d1; --link: #1d4ed8 }
  @media (prefers-color-scheme: dark) {
    :root { --ink: #f5f5f4; --quiet: #a8a29e; --paper: #1c1917; --card: #292524; --line: #57534e; --link: #93c5fd }
  }
  body { margin: 0 auto; padding: 1.5rem 1rem; max-width: 44rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
  h1 { margin: 0 0 1rem; font-size: 1.25rem }
  p { margin: 0 0 1rem; color: var(--quiet) }
  a { color: var(--link) }
  :focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
  ul { margin: 0; padding: 0; list-style: none; border: 1px solid var(--line); border-radius: .5rem; overflow: clip; background: var(--card) }
  li + li { border-top: 1px solid var(--line) }
  li a { display: block; padding: .75rem 1rem; color: inherit; text-decoration: none; overflow-wrap: anywhere }
  li a:hover strong { text-decoration: underline }
  small { display: block; color: var(--quiet) }
  iframe { display: block; width: 100%; height: 34rem; border: 1px solid var(--line); border-radius: .5rem; background: #ffffff; color-scheme: light }`

function listPage(emails: Email[]): string {
  const items = emails.map(
    (email) =>
      `<li><a href="inbox/${email.id}"><strong>${escapeHtml(email.subject)}</strong>
        <small>${escapeHtml(email.to)} · ${timeOf(email)}</small></a></li>`,
  )
  const content =
    items.length === 0
      ? '<p>No emails yet. Ask for a sign-in link on the page; this list refreshes by itself.</p>'
      : `<ul>${items.join('')}</ul>`
  return page('Inbox', content, '<meta http-equiv="refresh" content="3">')
}

// The frame keeps the email's markup apart from ours; a click leads out of it, as in an email program.
function emailPage(email: Email): string {
  const source = escapeHtml(`<base target="_top">${email.html}`)
  return page(
    email.subject,
    `<p>To ${escapeHtml(email.to)} · ${timeOf(email)} · <a href="../inbox">All emails</a></p>
    <iframe title="The email" sandbox="allow-top-navigation allow-popups" srcdoc="${source}"></iframe>`,
  )
}

const missingPage = page('Email not found', '<p><a href="../inbox">All emails</a></p>')

function timeOf({ sentAt }: Email): string {
  return `<time datetime="${sentAt}">${sentAt.slice(11, 19)} UTC</time>`
}

function page(title: string, content: string, head = ''): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>${head}
<style>${style}</style>
<h1>${escapeHtml(title)}</h1>
${content}
</html>`
}

function html(body: string, status = 200): Response {
  return new Response(body, {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' },
  })
}
