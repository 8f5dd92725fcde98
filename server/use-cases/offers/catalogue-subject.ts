import { isCatalogueId } from '../../rules/offers/catalogue.ts'
import type { Subject } from '../subject.ts'
import { passCatalogue } from './pass-catalogue.ts'
import { refreshCatalogue } from './refresh-catalogue.ts'

/** Products and prices, as events ring for them. */
export const catalogueSubject: Subject = {
  name: 'catalogue',
  isId: isCatalogueId,
  refresh: refreshCatalogue,
  // A refresh lists.
  refreshListed: async () => undefined,
  // Whether it is gone is read: an id can be used twice.
  bury: async () => undefined,
  pass: passCatalogue,
  tally: 'catalogue',
}
