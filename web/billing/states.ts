import type { PortalLinksResponse } from '#server/contract/links.ts'

/** What the proven address opens. */
export type BillingState =
  | { name: 'loading' }
  /** `receivedAt` in ms since 1970: the links in the answer are opened only while they are fresh. */
  | { name: 'links'; answer: PortalLinksResponse; receivedAt: number }
  | { name: 'nothing-found'; email: string; livemode: boolean }
