import { findEvent, oldestEventAt } from '../events.ts'
import { invalid, noSuch } from '../problem.ts'
import { findBoolean, findList, findText } from '../wire/params.ts'
import { listObject } from '../wire/list.ts'
import { LIST_PARAMS, type Route } from '../wire/route.ts'

const MAX_TYPES = 20

export const eventRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/events',
    permission: 'rak_event_read',
    params: [...LIST_PARAMS, 'type', 'types', 'delivery_success'],
    answer({ account, params }) {
      const type = findText(params, 'type')
      const types = findList(params, 'types')
      const success = findBoolean(params, 'delivery_success')
      if (type !== undefined && types) {
        throw invalid('Only one of type and types may be given.', 'type')
      }
      if (types && types.length > MAX_TYPES) {
        throw invalid(`At most ${MAX_TYPES} types may be given.`, 'types')
      }
      const oldest = oldestEventAt(account)
      return listObject({
        url: '/v1/events',
        kind: 'event',
        params,
        collection: { ...account.events, find: (id) => findEvent(account, id) },
        keep: ({ created, object }) =>
          created >= oldest &&
          (type === undefined || matchesType(object.type, type)) &&
          (!types || types.includes(object.type)) &&
          (success === undefined || (object.pending_webhooks === 0) === success),
        toObject: ({ object }) => ({ ...object }),
      })
    },
  },
  {
    method: 'GET',
    path: '/v1/events/:event',
    permission: 'rak_event_read',
    params: [],
    answer({ account, ids: [id] }) {
      const entry = findEvent(account, id)
      if (!entry) throw noSuch('event', id)
      return { ...entry.object }
    },
  },
]

/** `customer.*` is every type that begins so. */
function matchesType(type: string, wanted: string): boolean {
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted
}
