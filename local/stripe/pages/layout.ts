import type { Html } from './html.ts'
import { html } from './html.ts'

const style: Html = {
  markup: `
  :root { color-scheme: light dark; --ink: #1d2433; --soft: #596174; --paper: #fff; --ground: #f3f4f8;
    --line: #d5d9e3; --accent: #4a3fc0; --on-accent: #fff; --danger: #b3261e }
  @media (prefers-color-scheme: dark) { :root { --ink: #eceef4; --soft: #a7aec0; --paper: #1b1f2a;
    --ground: #11141b; --line: #3a4152; --accent: #aaa2ff; --on-accent: #14112e; --danger: #ff9b93 } }
  * { box-sizing: border-box }
  body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
  main { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
  .note { color: var(--soft); font-size: .9rem }
  section { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem;
    padding: 1rem 1.25rem; margin: 1rem 0; overflow-wrap: anywhere }
  h1 { font-size: 1.6rem; margin: .5rem 0 } h2 { font-size: 1.1rem; margin: 0 0 .5rem }
  .rows { list-style: none; margin: .5rem 0 0; padding: 0 }
  .rows li { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; justify-content: space-between;
    padding: .5rem 0; border-top: 1px solid var(--line) }
  .rows div { flex: 1 1 20rem; min-width: 0; overflow-wrap: anywhere }
  label { display: block; font-weight: 600; margin: .5rem 0 .25rem }
  input { width: 100%; max-width: 24rem; font: inherit; color: inherit; padding: .5rem .75rem;
    background: var(--ground); border: 1px solid var(--soft); border-radius: .5rem }
  nav a, nav strong { margin-inline-end: 1rem }
  .choice { font-weight: 400 } .choice input { width: auto; margin-inline-end: .5rem }
  button { font: inherit; font-weight: 600; padding: .5rem 1rem; margin: .5rem .5rem .25rem 0; cursor: pointer;
    color: var(--on-accent); background: var(--accent); border: 1px solid transparent; border-radius: .5rem }
  button.quiet { color: var(--accent); background: none; border-color: currentColor }
  button.danger { color: var(--danger); background: none; border-color: currentColor }
  a { color: var(--accent) }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
  [role=status] { border-inline-start: .3rem solid var(--accent) }`,
}

/** A whole page, which says that it belongs to a stand-in. `base` is what relative addresses start from. */
export function layout({
  title,
  content,
  base = null,
}: {
  title: string
  content: Html
  base?: string | null
}): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        ${base !== null && html`<base href="${base}" />`}
        <title>${title}</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        <main>
          <p class="note">A stand-in for Stripe on this machine. Nothing here is real.</p>
          ${content}
        </main>
      </body>
    </html>`.markup
}
