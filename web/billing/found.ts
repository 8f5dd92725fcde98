/** What the lookup leads to. A file of its own, so that whoever only signs in does without its code. */
export { linksView } from './links.ts'
export { nothingFoundView } from './nothing-found.ts'
