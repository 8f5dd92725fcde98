import { expect, test } from 'vitest'
import type { DatabaseState } from './database-state.ts'
import { aside } from './database-state.ts'
import type { SupabaseProject } from '../services/supabase-management.ts'
import { applyMigration } from './migrate.ts'
import { essenceOf, objectsOf } from './migrations.ts'

const project = { ref: 'abc', path: '/v1/projects/abc' } as SupabaseProject
const state: DatabaseState = {
  hasHistory: true,
  applied: [],
  objects: new Set(),
  hasForeignTable: true,
  asides: [],
}
const ours = {
  version: '20261120000004',
  name: 'stripe_customers',
  sql: 'create table public.stripe_customers (a text);\ncreate function public.f() returns int;\n',
}
const queryOf = (given: DatabaseState, migration = ours) =>
  (applyMigration(project, migration, given).call!.body as { query: string }).query

test('a migration and its record are one transaction', () => {
  const query = queryOf({ ...state, hasForeignTable: false })
  expect(query).toMatch(/^begin;\ncreate table/)
  expect(query).toMatch(/insert into supabase_migrations.schema_migrations[^]*\ncommit;$/)
  expect(query).not.toContain('rename')
})

test('a foreign table is renamed before ours is created, and only then', () => {
  expect(queryOf(state)).toMatch(
    new RegExp(
      `^begin;\nalter table public.stripe_customers rename to ${aside};[^]*\ncreate table`,
    ),
  )
  expect(queryOf(state, { ...ours, sql: 'create table public.sync_state ();' })).not.toContain(
    'rename',
  )
})

test('a name that is taken gets a number', () => {
  const query = queryOf({ ...state, asides: [aside, `${aside}_2`] })
  expect(query).toContain(`rename to ${aside}_3;`)
})

test('a migration stays the same however it was split and trimmed', () => {
  const split = 'create table public.a (\n  b text\n);create index on public.a (b)'
  expect(essenceOf('create table public.a (b text);\n\ncreate index on public.a (b);\n')).toBe(
    essenceOf(split),
  )
  expect(essenceOf('create table public.a (b text)')).not.toBe(
    essenceOf('create table public.a (c text)'),
  )
})

test('the objects that a migration makes are found by name', () => {
  expect(objectsOf(ours)).toEqual(['public.stripe_customers', 'public.f'])
  const sql = 'create view private.told with (security_invoker = true) as\nselect 1;\n'
  expect(objectsOf({ ...ours, sql })).toEqual(['private.told'])
})
