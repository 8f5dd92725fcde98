import { Refusal } from '../wire/refusal.ts'

/** The service's own words for a status. */
export const words: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Your account does not have the necessary privileges to access this endpoint. For more details, refer to our documentation https://supabase.com/docs/guides/platform/access-control',
  404: 'Project not found',
  429: 'ThrottlerException: Too Many Requests',
  500: 'Internal server error',
}

/** A token that may not do this: 403. */
export function forbidden(): Refusal {
  return new Refusal(403, words[403]!)
}
