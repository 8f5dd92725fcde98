/** Why the set-up can't go on, and what the owner does about it; no secret, no address. */
export class SetupFault extends Error {}

/** The command was called without what it needs: wrong usage. */
export class MissingInputError extends Error {}
