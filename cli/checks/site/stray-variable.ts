import type { Finding } from '../check.ts'

/**
 * A variable that is set only where the page runs: whoever sets one there has checks that look past it.
 * @param who such as "the site has"
 */
export function tellStray(who: string, key: string): Finding {
  const decides = key.startsWith('SUPABASE_JWT_')
  return {
    level: decides ? 'fault' : 'warning',
    says: `${who} "${key}", which is not set here`,
    why: decides
      ? 'if it is not exactly right, every sign-in is refused (token_invalid)'
      : 'the deployed page does something else than what is checked here',
    remedy:
      'if you need it, set it in .env, too; otherwise delete it: Netlify > Project configuration > Environment variables, and deploy',
  }
}
