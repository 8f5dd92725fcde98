import { GatewayError } from '../../errors.ts'
import type { AccessToken, CustomerId } from '../../rules/proved.ts'
import { isCustomerId } from '../../rules/proved.ts'
import type { DataApi } from './data-api.ts'
import { unwrap } from './data-api.ts'
import { parseId, parseRows, parseText } from './parse-answer.ts'

/** A row that row-level security lets the visitor see. */
export type OwnRow = { id: CustomerId; email: string }

export type OwnRows = {
  /**
   * The visitor's live customers of our mode, read with their own token.
   * @throws `token_invalid`, `database_unavailable`, `config_missing`
   */
  listOwn(token: AccessToken): Promise<OwnRow[]>
}

export function createOwnRows(api: DataApi): OwnRows {
  return {
    async listOwn(token) {
      const name = 'stripe_customers'
      const answer = await (
        await api.asVisitor(token)
      )
        .from(name)
        .select('stripe_customer_id,email')
        .eq('livemode', api.livemode)
        .order('stripe_customer_id')
      if (answer.error?.code === 'PGRST301' || answer.error?.code === 'PGRST303')
        throw new GatewayError('token_invalid', "the Data API refused the visitor's token")
      return parseRows(unwrap(answer, name), name).map((row) => ({
        id: parseId(row.stripe_customer_id, name, isCustomerId),
        email: parseText(row.email, name),
      }))
    },
  }
}
