import { afterEach, expect } from 'vitest'
import type { Shop } from '../shop/bare-shop.ts'
import { useBareShops } from '../shop/bare-shop.ts'
import type { Terminal, TerminalEnd } from './open-terminal.ts'
import { keys, openTerminal } from './open-terminal.ts'

const inHand = ['STRIPE_SETUP_KEY', 'SUPABASE_ACCESS_TOKEN', 'NETLIFY_AUTH_TOKEN', 'STRIPE_API_KEY']

type Seat = { shop: Shop; terminal: Terminal; questions: Question[] }

/**
 * `npm run setup` at a terminal, in a bare shop, without variables except those that say where the stand-ins are. All
 * is closed after the test.
 */
export function useTerminals(): (how?: {
  columns?: number
  env?: Record<string, string>
}) => Promise<Seat> {
  const opened: Terminal[] = []
  const openBareShop = useBareShops()
  afterEach(() => {
    for (const terminal of opened.splice(0)) terminal.kill()
  })
  return async ({ columns = 80, env = {} } = {}) => {
    const shop = await openBareShop()
    const given = Object.entries(shop.variables).filter(([name]) => !inHand.includes(name))
    const terminal = openTerminal({
      args: ['setup'],
      env: { ...Object.fromEntries(given), ...env },
      folder: shop.folder,
      columns,
    })
    opened.push(terminal)
    return { shop, terminal, questions: questionsOf(shop) }
  }
}

/** A question, by words of it, and what the owner answers. */
type Question = [words: string, answer: string]

/** All eight in order: the tokens open several projects and sites. */
function questionsOf(shop: Shop): Question[] {
  shop.openOthers()
  return [
    ["Stripe's secret key (sk_...)", `sk_test_local${keys.enter}`],
    ["Supabase's access token (sbp_...)", `${shop.management.token}${keys.enter}`],
    ['Which Supabase project?', keys.enter],
    // Copied with the blanks around it.
    ["Netlify's personal access token", `  ${shop.netlify.token} ${keys.enter}`],
    ['Which Netlify site?', keys.enter],
    ['The restricted key (rk_...)', `rk_test_local${keys.enter}`],
    ['Make these changes?', keys.enter],
    ["Store the site's keys in .env", keys.enter],
  ]
}

/** Waits for each question, and answers it. */
export async function answer(terminal: Terminal, questions: readonly Question[]): Promise<void> {
  for (const [words, answer] of questions) {
    await terminal.expect(words)
    terminal.type(answer)
  }
}

/** The terminal is as it was before: it echoes, and the cursor is there. */
export function expectRestored({ settings, raw }: TerminalEnd): void {
  expect(settings).toMatch(/\bicanon\b/)
  expect(settings).not.toMatch(/-(icanon|echo|isig)\b/)
  expect(raw.lastIndexOf('\u001b[?25h')).toBeGreaterThan(raw.lastIndexOf('\u001b[?25l'))
}
