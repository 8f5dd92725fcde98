import { expect, test } from 'vitest'
import { customerSubject } from '../customers/customer-subject.ts'
import { routeEvent } from './route-event.ts'

const snapshot = (type: string, more: object = {}, data: object = {}) => ({
  object: 'event',
  type,
  livemode: false,
  data: { object: { id: 'cus_1', object: 'customer' }, ...data },
  ...more,
})
const thin = (type: string, more: object = {}) => ({
  object: 'v2.core.event',
  type,
  livemode: false,
  related_object: { id: 'cus_1', type: 'customer', url: '/v1/customers/cus_1' },
  ...more,
})
const about = { subject: customerSubject, id: 'cus_1', createdAt: null }
const changed = { ...about, kind: 'refresh' }
const deleted = { ...about, kind: 'bury' }
const createdAs = (created: unknown) =>
  snapshot('customer.created', {}, { object: { id: 'cus_1', created } })

test.each<[string, unknown, object]>([
  ['created', snapshot('customer.created'), changed],
  ['created, and when', createdAs(1_700_000_000), { ...changed, createdAt: 1_700_000_000 }],
  ['created at no moment', createdAs('1700000000'), changed],
  ['created beyond all dates', createdAs(9e15), changed],
  ['deleted', snapshot('customer.deleted'), deleted],
  ['updated, nothing stated', snapshot('customer.updated'), changed],
  [
    'updated, the address among the changes',
    snapshot('customer.updated', {}, { previous_attributes: { email: null, name: 'x' } }),
    changed,
  ],
  [
    'updated, other changes',
    snapshot('customer.updated', {}, { previous_attributes: { name: 'x' } }),
    { kind: 'unchanged' },
  ],
  ['thin created', thin('v1.customer.created'), changed],
  ['thin deleted', thin('v1.customer.deleted'), deleted],
  ['thin updated without changes', thin('v1.customer.updated'), changed],
  [
    'thin updated, the address after',
    thin('v1.customer.updated', { changes: { before: {}, after: { email: 'a@b.c' } } }),
    changed,
  ],
  [
    'thin updated, the address before',
    thin('v1.customer.updated', { changes: { before: { email: 'a@b.c' }, after: {} } }),
    changed,
  ],
  [
    'thin updated, other changes',
    thin('v1.customer.updated', { changes: { before: { name: 'x' }, after: { name: 'y' } } }),
    { kind: 'unchanged' },
  ],
  [
    'thin updated, half the changes',
    thin('v1.customer.updated', { changes: { before: {} } }),
    changed,
  ],
  ['a thin type of the snapshot kind', thin('customer.created'), { kind: 'ignored' }],
  ['another type', snapshot('invoice.paid'), { kind: 'ignored' }],
  ['a type that begins alike', snapshot('customer.subscription.deleted'), { kind: 'ignored' }],
  ['the other mode', snapshot('customer.created', { livemode: true }), { kind: 'ignored' }],
  ['no mode', snapshot('customer.created', { livemode: undefined }), { kind: 'ignored' }],
  ['a connected account', snapshot('customer.created', { account: 'acct_1' }), { kind: 'ignored' }],
  [
    'a thin one of another context',
    thin('v1.customer.created', { context: 'acct_1' }),
    { kind: 'ignored' },
  ],
  ['a guest', snapshot('customer.created', {}, { object: { id: 'gcus_1' } }), { kind: 'ignored' }],
  ['no object', { type: 'customer.created', livemode: false }, { kind: 'ignored' }],
  ['a word', 'customer.created', { kind: 'ignored' }],
  ['null', null, { kind: 'ignored' }],
  ['a list', [], { kind: 'ignored' }],
])('%s', (_name, event, errand) => {
  expect(routeEvent(event, false)).toEqual(errand)
})
