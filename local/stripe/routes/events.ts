import { listObject } from '../api/list.ts'
import { findBoolean, findList } from '../api/params.ts'
import { invalid, noSuch } from '../api/problem.ts'
import type { Resource } from '../api/resource.ts'
import { listParams } from '../api/resource.ts'
import { eventsOf, findEvent, oldestEventAt } from '../objects/events.ts'

const path = '/v1/events'
const mostTypes = 20

/** The events of the last thirty days. */
export const events: Resource = {
  routes: [
    {
      method: 'GET',
      path,
      permission: 'rak_event_read',
      params: [...listParams, 'types', 'delivery_success'],
      answer({ account, params }) {
        const types = findList(params, 'types')
        const success = findBoolean(params, 'delivery_success')
        if (types && types.length > mostTypes) {
          throw invalid(`At most ${mostTypes} types may be given.`, 'types')
        }
        const oldest = oldestEventAt(account)
        return listObject({
          url: path,
          kind: 'event',
          params,
          collection: { ...eventsOf(account), find: (id) => findEvent(account, id) },
          keep: ({ created, object }) =>
            created >= oldest &&
            (!types || types.includes(object.type)) &&
            (success === undefined || (object.pending_webhooks === 0) === success),
          toObject: ({ object }) => object,
        })
      },
    },
    {
      method: 'GET',
      path: `${path}/:event`,
      permission: 'rak_event_read',
      params: [],
      answer({ account, ids: [id] }) {
        const entry = findEvent(account, id)
        if (!entry) throw noSuch('event', id)
        return entry.object
      },
    },
  ],
}
