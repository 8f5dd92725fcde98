import { readBrand } from '../brand/brand-file.ts'
import { unnamed } from '../brand/edit-brand.ts'
import type { Shop } from '../brand/shop.ts'
import { findShop, supportOf } from '../brand/shop.ts'
import type { Asker } from '../terminal/ask.ts'
import type { World } from '../world.ts'

/**
 * Name, support and color of the shop: Stripe's. What Stripe doesn't say is asked for, unless `web/brand.ts` has it or
 * nobody can be asked.
 */
export async function askForShop(world: World, asker: Asker | null): Promise<Shop> {
  const { name, support } = await readBrand(world.copy)
  const shop = await findShop(world.account)
  if (asker === null) return shop
  if (name === unnamed && shop.name === null)
    shop.name = await asker.line({ message: 'The name by which customers know you' })
  if (support === null && shop.support === null)
    shop.support = supportOf(
      await asker.line({
        message: 'Where customers reach you: an email address, or a page (https://...)',
        judge: (words) =>
          supportOf(words) === null
            ? 'it must be an email address or begin with https://.'
            : undefined,
      }),
    )
  return shop
}
