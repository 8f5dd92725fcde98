import { paint } from '../../terminal/paint.ts'
import type { Output } from '../../terminal/wrap.ts'
import { say } from '../../terminal/wrap.ts'

/** What will happen, how long it takes, and what to have ready. */
export function printOpeningWords(version: string, out: Output): void {
  out.write(`${paint('bold', `Portal Gateway ${version}, setup`, out)}\n`)
  for (const line of [
    '',
    'Connects Stripe, Supabase and Netlify until customers can sign in on your page and reach their billing. It takes about five minutes.',
    '',
    '  1. You give two keys of Stripe, and a token each of Supabase and Netlify. Each question says where to find it.',
    '  2. Setup checks everything, and shows what it would change.',
    '  3. After your yes it makes the changes, and checks again.',
    '',
    'Have ready, signed in in your browser: Stripe, Supabase with a project for this, and Netlify with the site that the deploy button has made. If you have them: the access data of your email server (SMTP).',
    'Until your yes nothing is changed. Ctrl-C stops it at any time.',
  ])
    say(out, line, line.startsWith('  ') ? '     ' : '')
}
