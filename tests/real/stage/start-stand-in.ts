import type { PGlite } from '@electric-sql/pglite'
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
    hold: (address) => hold(database, address),
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

/** With one connection nobody ever waits: whoever would is told at once what two seconds of waiting tell. */
async function hold(database: PGlite, address: string | null): Promise<void> {
  const { rows } = await database.query<{ sound: string }>(
    `select pg_get_functiondef('private.lock_accounts'::regproc) as sound`,
  )
  sound ??= rows[0]!.sound
  if (address === null) return void (await database.exec(sound))
  await database.exec(
    sound.replace(
      'begin\n',
      `begin
         if exists (select from private.accounts where id = any (ids) and address = '${address}') then
           raise lock_not_available using message = 'canceling statement due to lock timeout';
         end if;\n`,
    ),
  )
}
let sound: string | undefined
