import type { ProductId } from '../../rules/proved.ts'
import { productOf } from '../../rules/proved.ts'
import type { StripeClient } from './client.ts'

/** Product names. A label is not worth a failure: if Stripe does not answer, a name is missing, and that is all. */
export type StripeProductNames = {
  /** Fetches the first hundred products, unless that was done in the last ten minutes. Never rejects. */
  warm(): Promise<void>
  /** The names known after asking once for those of `ids` that are not. Never rejects. */
  namesOf(ids: ProductId[]): Promise<ReadonlyMap<ProductId, string>>
}

const goodForMilliseconds = 600_000
const pageSize = 100
/** Nor is it worth a long wait: the links are held until the names are there. */
const patience = { timeout: 2000, maxNetworkRetries: 0 }

export function createStripeProductNames(
  client: StripeClient,
  now: () => number,
): StripeProductNames {
  const names = new Map<ProductId, string>()
  let warmUntil = 0
  let warming = Promise.resolve()

  async function keep(question: { limit: number; ids?: string[] }): Promise<boolean> {
    try {
      const { data } = await (await client()).products.list(question, patience)
      for (const { id, name } of data) names.set(productOf({ product: id }), name)
      return true
    } catch {
      return false
    }
  }

  return {
    warm() {
      if (now() >= warmUntil) {
        warmUntil = now() + goodForMilliseconds
        warming = keep({ limit: pageSize }).then((isKept) => {
          if (!isKept) warmUntil = 0
        })
      }
      return warming
    },
    async namesOf(ids) {
      if (ids.length === 0) return names
      await warming
      const missing = [...new Set(ids)].filter((id) => !names.has(id)).slice(0, pageSize)
      if (missing.length > 0) await keep({ limit: pageSize, ids: missing })
      return names
    },
  }
}
