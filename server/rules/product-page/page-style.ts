/** The whole look of a product's page: it needs no other file. `onAccent` is the text on a button. */
export function pageStyle({ light, dark }: Colors): string {
  const values = ({ accent, onAccent }: Accent) => `--accent:${accent};--on-accent:${onAccent}`
  return `:root{color-scheme:light dark;--page:#f6f6f3;--surface:#fff;--ink:#1b1c1f;--muted:#5b5d63;--line:#dcdcd6;${values(light)}}
@media(prefers-color-scheme:dark){:root{--page:#121316;--surface:#1c1e22;--ink:#ececee;--muted:#a9acb4;--line:#33363d;${values(dark)}}}
*{box-sizing:border-box}
body{display:flex;flex-direction:column;min-block-size:100vh;margin:0;padding-inline:clamp(1rem,5vw,2rem);background:var(--page);color:var(--ink);font:1rem/1.55 ui-sans-serif,system-ui,'Segoe UI',Roboto,'Helvetica Neue','Noto Sans',sans-serif}
header,main,footer{inline-size:100%;max-inline-size:60rem;margin-inline:auto}
header{padding-block:clamp(1.25rem,5vh,2.5rem) 1.75em}
main{flex:1}
a{color:var(--accent);text-underline-offset:.2em}
a:focus-visible{outline:3px solid var(--accent);outline-offset:3px;border-radius:2px}
.brand{color:var(--ink);font-size:1.0625rem;font-weight:650;text-decoration:none}
.brand img{display:block;max-inline-size:12rem;block-size:2rem}
.product{display:grid;gap:2rem;padding:clamp(1.25rem,5vw,2.5rem);border:1px solid var(--line);border-radius:16px;background:var(--surface)}
@media(min-width:48rem){.product.pictured{grid-template-columns:1fr 1fr}}
.product>*{min-inline-size:0}
h1{margin:0;font-size:clamp(1.5rem,5vw,2rem);line-height:1.2;overflow-wrap:anywhere}
p{overflow-wrap:anywhere}
.text{white-space:pre-line}
.pictures{display:grid;gap:.75rem;grid-template-columns:repeat(4,1fr);align-content:start}
.pictures img{inline-size:100%;block-size:auto;aspect-ratio:1;object-fit:contain;border-radius:10px;background:var(--page)}
.pictures img:first-child{grid-column:1/-1}
ul{padding-inline-start:1.25em}
.prices{display:grid;gap:1rem;margin:0;padding:0;list-style:none}
.prices li{display:grid;gap:.25rem;padding-block-start:1rem;border-block-start:1px solid var(--line)}
.price{font-size:1.25rem;font-weight:650}
.small{color:var(--muted);font-size:.875rem}
.buy{justify-self:start;padding:.7em 1.4em;border-radius:10px;background:var(--accent);color:var(--on-accent);font-weight:600;text-decoration:none}
footer{display:flex;flex-wrap:wrap;gap:.5em 1.75em;padding-block:1.75em;font-size:.875rem}
footer a{color:var(--muted)}`
}

type Accent = { accent: string; onAccent: string }
export type Colors = Record<'light' | 'dark', Accent>
