/** Whether a value is written as the id of a Checkout Session. */
export function isSessionId(value: unknown): value is string {
  return typeof value === 'string' && /^cs_(?:test|live)_\w{1,200}$/.test(value)
}
