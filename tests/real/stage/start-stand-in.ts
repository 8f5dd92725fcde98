import type { TestProject } from 'vitest/node'
import { startSupabaseStandIn } from '#local/supabase/index.ts'
import { openCachedDatabase } from '#tests/cached-database.ts'
import { openDesk } from './desk.ts'

const siteUrl = 'http://127.0.0.1:8888/'

/** Starts `local/supabase`; what it returns ends it. */
export default async function startStandIn({ provide }: TestProject): Promise<() => Promise<void>> {
  const database = await openCachedDatabase({ era: 'granting', migrations: 'all' })
  const supabase = await startSupabaseStandIn({ siteUrl, database })
  const desk = await openDesk({
    run: (sql) => database.exec(sql),
    async rows(sql) {
      const select = `select coalesce(json_agg(to_json(asked)), '[]') as told from (${sql}) as asked`
      return (await database.query<{ told: unknown[] }>(select)).rows[0]!.told
    },
    emails: () => supabase.inbox.emails.map(({ to, subject, html }) => ({ to, subject, html })),
    mint: (claims) => supabase.mintToken(claims),
    async change({ emailSignIn = true, ...given }) {
      const { anonymousSignIns, captcha = false, ...changes } = given
      if (anonymousSignIns) throw new Error('The local Supabase knows no anonymous sign-ins')
      supabase.resetControl()
      supabase.control({ ...changes, captcha: captcha ? 'solved' : null })
      if (!emailSignIn) supabase.control({ providers: [] })
    },
  })
  provide('side', {
    name: 'local/supabase',
    auth: `${supabase.url}/auth/v1`,
    rest: `${supabase.url}/rest/v1`,
    desk: desk.url,
    keys: {
      publishable: { apikey: supabase.publishableKey },
      secret: { apikey: supabase.secretKey },
    },
    siteUrl,
  })
  return async () => {
    desk.close()
    await supabase.close()
    await database.close()
  }
}
