// netlify/functions/report.ts of your own site: whoever has bought "pro" gets in. The browser sends the token with which
// it signed in at Supabase, and the database itself checks the proof. In test mode, send `live: false`.
export default async function report(request: Request): Promise<Response> {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, LIVE = 'true' } = process.env
  const answer = await fetch(`${SUPABASE_URL}/rest/v1/rpc/my_account`, {
    method: 'POST',
    headers: {
      apikey: SUPABASE_PUBLISHABLE_KEY ?? '',
      Authorization: request.headers.get('Authorization') ?? '',
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ live: LIVE === 'true' }),
  })
  if (answer.status === 401) return new Response('Sign in first.', { status: 401 })
  if (!answer.ok) return new Response('Try again in a moment.', { status: 503 })
  const { access } = (await answer.json()) as { access: string[] }
  if (!access.includes('pro')) return new Response('This is for "pro".', { status: 403 })
  return new Response('The report.')
}
