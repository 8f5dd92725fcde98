import { GatewayError } from '../../errors.ts'
import { invalidField, parseJsonObject } from '../parse-json-object.ts'

/**
 * Checks the body of `POST /api/purchase`. Unknown fields are ignored.
 * @throws `body_invalid`, naming the field; `session_unknown` for an id of another form or mode, which needs no asking
 */
export function parseReturn(body: string, livemode: boolean): string {
  const { session } = parseJsonObject(body)
  if (typeof session !== 'string') throw invalidField('session')
  const mode = /^cs_(test|live)_\w{1,200}$/.exec(session)?.[1]
  if (mode !== (livemode ? 'live' : 'test'))
    throw new GatewayError('session_unknown', 'the id has not the form of a session of our mode')
  return session
}
