import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createHistory, noteMigration } from '../../cli/database/migrate.ts'
import { readMigrations } from '../../cli/database/migrations.ts'
import { createPerform } from '../../cli/services/perform.ts'
import { readSupabaseProject } from '../../cli/services/supabase-management.ts'
import { tablesUndoing } from '../../cli/setup/undo/tables.ts'
import { openWorld } from '../../cli/world.ts'
import { bareProject, closeBareProject } from '#tests/stand-ins/management/bare-project.ts'
import { catalogueOf } from './shop/catalogue.ts'
import { runCommand } from './terminal/run-command.ts'

describe('tables', () => {
  let before: string[]
  let open: () => Promise<Awaited<ReturnType<typeof openWorld>>>
  let database: Awaited<ReturnType<typeof bareProject>>['supabase']['database']
  let perform: ReturnType<typeof createPerform>
  beforeAll(async () => {
    const { supabase, management } = await bareProject()
    database = supabase.database
    before = await catalogueOf(database)
    await supabase.wipe({ era: 'withholding', migrations: 'all' })
    const env = { SUPABASE_ACCESS_TOKEN: management.token, SUPABASE_API_BASE: management.url }
    perform = createPerform(env)
    open = () => openWorld({ env, project: management.ref })
    const project = readSupabaseProject(env, { token: management.token, ref: management.ref })
    const find = async () => tablesUndoing(false).find(await open())
    // As long as the list of migrations has none of ours, nobody knows that setup has run them.
    expect(await find()).toEqual({ changes: [], kept: [expect.stringContaining('by hand')] })
    await perform(createHistory(project).call!)
    for (const migration of await readMigrations('.'))
      await perform(noteMigration(project, migration).call!)
  })
  afterAll(closeBareProject)

  test('that hold what Stripe can’t bring back stay, unless the owner says so', async () => {
    await database.query(
      `insert into private.accounts (livemode, address) values (false, 'ada@example.com')`,
    )
    const { changes, kept } = await tablesUndoing(false).find(await open())
    expect([changes, kept]).toEqual([[], [expect.stringContaining('private.accounts (1 row)')]])
    const [all] = (await tablesUndoing(true).find(await open())).changes
    expect(all?.details).toContainEqual('gone for good: private.accounts (1 row)')
    await database.query('delete from private.accounts')
  })

  test('beside them, what deletes users every night is named: it stays', async () => {
    await database.query(
      'create function private.forget_visitors() returns integer language sql as $$ select 1 $$',
    )
    const { kept } = await tablesUndoing(false).find(await open())
    expect(kept).toEqual([expect.stringContaining('forget-visitors.sql')])
    await database.query('drop function private.forget_visitors()')
  })

  test('on which the owner has built something are kept by Postgres, all of them', async () => {
    await database.query('create view public.mine as select email from public.stripe_customers')
    const there = await catalogueOf(database)
    const [drop] = (await tablesUndoing(false).find(await open())).changes
    await expect(perform(drop!.call!)).rejects.toMatchObject({ status: 400 })
    expect(await catalogueOf(database)).toEqual(there)
    await database.query('drop view public.mine')
  })

  test('are dropped with all that the migrations have made, and off the list: nothing is left', async () => {
    const [drop] = (await tablesUndoing(false).find(await open())).changes
    await perform(drop!.call!)
    expect(await catalogueOf(database)).toEqual(before)
    const { rows } = await database.query('select * from supabase_migrations.schema_migrations')
    expect(rows).toEqual([])
    expect(await tablesUndoing(false).find(await open())).toEqual({ changes: [], kept: [] })
  })
})

describe('the command', () => {
  const env = { STRIPE_API_BASE: 'http://127.0.0.1:9', SUPABASE_API_BASE: 'http://127.0.0.1:9' }
  test.each<[string, string[], Record<string, string>, RegExp]>([
    ['nobody to ask', ['--undo'], {}, /use --yes/],
    ['an option that goes with it', ['--with-data', '--yes'], {}, /goes only with --undo/],
    ['no credentials', ['--undo', '--yes'], {}, /^STRIPE_SETUP_KEY: [^]*^NETLIFY_AUTH_TOKEN: /m],
    ['swallowed by npm', ['--yes'], { npm_config_undo: 'true' }, /npm run setup -- --undo/],
  ])('%s: it says so, and ends with 2', async (_, args, differs, why) => {
    const { code, err } = await runCommand(['setup', ...args], { env: { ...env, ...differs } })
    expect([code, err]).toEqual([2, expect.stringMatching(why)])
  })
})
