import type { Browser } from 'playwright-core'
import { chromium } from 'playwright-core'

/** Opens a Chromium that talks to nobody but the pages it is told to open. */
export function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
