import type { StripeStandIn } from '#local/stripe/index.ts'

/** A product or a price; `says`: the number of its last change, and whether it is active. */
export type Told = { id: string; says: string }

type Thing = {
  kind: 'product' | 'price'
  id: string
  /** Of a price: its product. */
  of: string | null
  says: string
}

/** What an owner does at Stripe, each change with a higher number than the one before. Nothing rings by itself. */
export function openShop(stripe: StripeStandIn) {
  const things = new Map<string, Thing>()
  let changes = 0
  const silent = { silent: true }

  function note(thing: Omit<Thing, 'says'>, isActive: boolean): Thing {
    const noted = { ...thing, says: `${changes} ${isActive}` }
    things.set(thing.id, noted)
    return noted
  }

  return {
    /** Makes one, under an id that was free again if one is given. */
    product(wanted?: string): Thing {
      const name = String((changes += 1))
      const { id } = stripe.createProduct(wanted ? { name, id: wanted } : { name }, silent)
      return note({ kind: 'product', id, of: null }, true)
    },
    price(product: string): Thing {
      const metadata = { credits: String((changes += 1)) }
      const { id } = stripe.createPrice({ product, metadata }, silent)
      return note({ kind: 'price', id, of: product }, true)
    },
    change(thing: Thing, active: boolean): Thing {
      const number = String((changes += 1))
      if (thing.kind === 'product') stripe.updateProduct(thing.id, { name: number, active }, silent)
      else stripe.updatePrice(thing.id, { active, metadata: { credits: number } }, silent)
      return note(thing, active)
    },
    remove({ kind, id }: Thing): void {
      if (kind === 'product') stripe.deleteProduct(id, silent)
      else stripe.deletePrice(id, silent)
      things.delete(id)
    },
    things: (): Thing[] => [...things.values()],
    /** Stripe deletes no product that has a price. */
    removable(): Thing[] {
      const owners = new Set([...things.values()].map(({ of }) => of))
      return [...things.values()].filter(({ id }) => !owners.has(id))
    },
    truth: (): Told[] =>
      [...things.values()]
        .map(({ id, says }) => ({ id, says }))
        .sort((one, other) => (one.id < other.id ? -1 : 1)),
  }
}
