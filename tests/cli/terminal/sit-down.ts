import type { Shop } from '../shop/bare-shop.ts'
import type { Terminal } from './open-terminal.ts'
import { keys, openTerminal } from './open-terminal.ts'

const inHand = ['STRIPE_SETUP_KEY', 'SUPABASE_ACCESS_TOKEN', 'NETLIFY_AUTH_TOKEN', 'STRIPE_API_KEY']

/** `npm run setup` at a terminal, with nothing in the variables but where the stand-ins are. */
export function sitDown(
  shop: Shop,
  { columns = 80, env = {} }: { columns?: number; env?: Record<string, string> } = {},
): Terminal {
  const given = Object.entries(shop.variables).filter(([name]) => !inHand.includes(name))
  return openTerminal({
    args: ['setup'],
    env: { ...Object.fromEntries(given), ...env },
    folder: shop.folder,
    columns,
  })
}

/** A question, by words of it, and what the owner answers. */
export type Question = [words: RegExp, answer: string]

/** All eight in their order: the tokens open several projects and sites. */
export function questionsOf(shop: Shop): Question[] {
  shop.management.control({ otherProjects: [{ ref: 'aaaaaaaaaaaaaaaaaaaa', name: 'Other' }] })
  shop.netlify.control({
    otherSites: [{ id: crypto.randomUUID(), name: 'other-site', url: 'https://other.example' }],
  })
  const questions: [string, string][] = [
    ['secret key (sk_...)', `sk_test_local${keys.enter}`],
    ['access token (sbp_...)', `${shop.management.token}${keys.enter}`],
    ['Which Supabase project?', keys.enter],
    // Copied with what was around it.
    ["Netlify's personal access token", `  ${shop.netlify.token} ${keys.enter}`],
    ['Which Netlify site?', keys.enter],
    ['The restricted key (rk_...)', `rk_test_local${keys.enter}`],
    ['Make these changes?', keys.enter],
    ["Store the site's keys in .env", keys.enter],
  ]
  // A narrow window has its lines end anywhere between words.
  return questions.map(([words, answer]) => [
    new RegExp(words.split(' ').map(RegExp.escape).join('\\s+')),
    answer,
  ])
}

/** Waits for each question, and answers it. */
export async function answer(terminal: Terminal, questions: readonly Question[]): Promise<void> {
  for (const [words, answer] of questions) {
    await terminal.expect(words)
    terminal.type(answer)
  }
}
