/** Runs a press: once, with the button saying so, and a fault said below. */
export type RunPress = (button: HTMLButtonElement, task: () => Promise<void>) => void

/** Fills a place with records; `run` is for the buttons in it. */
export type ShowRecords = (place: HTMLElement, run: RunPress) => Promise<void>
