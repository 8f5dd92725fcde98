/** The function of docs/examples/credits.ts: an API that costs five credits a call. */
type Example = { default: (request: Request) => Promise<Response> }

/** Where it is while the stand-ins run. */
export const examplePath = '/_local/draw'

let example: Promise<Example> | undefined

/**
 * The example of docs/credits.md beside the site, as an owner's own back end would be: `POST` is the function itself, and
 * `GET` a page that calls it for whoever signed in at our page in the same tab. It reads the environment once.
 */
export async function answerExample(request: Request): Promise<Response> {
  if (request.method === 'GET')
    return new Response(page, { headers: { 'Content-Type': 'text/html; charset=utf-8' } })
  // What the stand-in's shop sells is bought in test mode.
  process.env['LIVE'] = 'false'
  example ??= import(
    new URL('../docs/examples/credits.ts', import.meta.url).href
  ) as Promise<Example>
  return (await example).default(request)
}

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="icon" href="data:," />
    <title>An API that costs credits</title>
    <style>
      :root { color-scheme: light dark }
      body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif }
      button { font: inherit; padding: 0.5rem 1rem }
    </style>
  </head>
  <body>
    <h1>An API that costs credits</h1>
    <p>docs/examples/credits.ts, for whoever <a href="/">signed in</a> in this tab: five credits a call.</p>
    <p><button>Draw</button></p>
    <pre role="status"></pre>
    <p><a href="/plans">Buy credits</a></p>
    <script>
      const status = document.querySelector('[role=status]')
      document.querySelector('button').addEventListener('click', async () => {
        status.textContent = ''
        const token = sessionStorage.getItem('manage-billing.access-token')
        const headers = token === null ? {} : { Authorization: 'Bearer ' + token }
        const answer = await fetch(location.pathname, { method: 'POST', headers })
        status.textContent = answer.status + ' ' + (await answer.text())
      })
    </script>
  </body>
</html>
`
