import { expect, test } from 'vitest'
import { grantsOf } from './grants.ts'
import { statementsOf } from './migrations.ts'

const of = (sql: string) => [...grantsOf([{ version: '1', name: 'one', sql }])].toSorted()

test('grants are read with their columns, roles and kinds of object', () => {
  expect(
    of(`
grant select (id, email) on public.people to authenticated;
grant select, update on private.rooms to service_role, authenticated;
grant usage on sequence private.tickets
  to service_role;
grant execute on function public.take(text, jsonb) to service_role;
`),
  ).toEqual([
    'authenticated select private.rooms',
    'authenticated select public.people(email)',
    'authenticated select public.people(id)',
    'authenticated update private.rooms',
    'service_role execute public.take',
    'service_role select private.rooms',
    'service_role update private.rooms',
    'service_role usage private.tickets',
  ])
})

test('what a later line revokes is not granted', () => {
  expect(
    of(`
grant select on public.people to anon, authenticated;
revoke all on public.people from public, anon;
`),
  ).toEqual(['authenticated select public.people'])
})

test('what is said of a function ends where it is dropped, and what is said of the next one counts', () => {
  const sql = `
grant execute on function public.take(text) to service_role;
grant execute on function public.give(text) to service_role;
drop function public.take(text);
create function public.take(text, jsonb)
revoke execute on function public.take(text, jsonb) from public;
`
  expect(statementsOf([{ version: '1', name: 'one', sql }], /^(?:grant|revoke)/)).toEqual([
    'grant execute on function public.give(text) to service_role;',
    'revoke execute on function public.take(text, jsonb) from public;',
  ])
})
