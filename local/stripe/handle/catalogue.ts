import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import type { NewPrice, PriceFields } from '../objects/catalogue/prices.ts'
import { createPrice, deletePrice, getPrice, updatePrice } from '../objects/catalogue/prices.ts'
import type { NewProduct, ProductFields } from '../objects/catalogue/products.ts'
import {
  createProduct,
  deleteProduct,
  getProduct,
  updateProduct,
} from '../objects/catalogue/products.ts'
import type { Quietly } from '../objects/events.ts'

/** What is sold. */
export function catalogueHandle(account: () => Account) {
  return {
    /** As it is now. @throws 404 */
    product: (id: string): Stripe.Product => getProduct(account(), id),
    price: (id: string): Stripe.Price => getPrice(account(), id),
    createProduct: (fields: NewProduct, options?: Quietly): Stripe.Product =>
      createProduct(account(), fields, options),
    updateProduct: (id: string, fields: ProductFields, options?: Quietly): Stripe.Product =>
      updateProduct(account(), id, fields, options),
    deleteProduct: (id: string, options?: Quietly): void =>
      void deleteProduct(account(), id, options),
    /** Every month unless `recurring` says otherwise; `null`: paid once. */
    createPrice: (fields: NewPrice, options?: Quietly): Stripe.Price =>
      createPrice(account(), fields, options),
    updatePrice: (id: string, fields: PriceFields, options?: Quietly): Stripe.Price =>
      updatePrice(account(), id, fields, options),
    /** As the dashboard can with a price that was never used. */
    deletePrice: (id: string, options?: Quietly): void => deletePrice(account(), id, options),
  }
}
