/** Why setup can't go on, and what the owner does about it; no secret, no address. */
export class SetupFault extends Error {}
