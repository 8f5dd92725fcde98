/** What the lookups lead to. A file of its own, so that whoever only signs in does without its code. */
export { boughtView } from './bought.ts'
export { linksView } from './links.ts'
export { nothingFoundView } from './nothing-found.ts'
