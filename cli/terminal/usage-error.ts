/** The command was called without what it needs: it ends with 2 and shows how to use it. */
export class UsageError extends Error {}
