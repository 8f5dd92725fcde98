import { spawn } from 'node:child_process'
import { isAbsolute } from 'node:path'

type Machine = { platform: NodeJS.Platform; env: Record<string, string | undefined> }

/** The program that opens an address here, and what comes before the address. */
type Opener = { command: string; args: readonly string[] }

/**
 * How this machine opens an address in its owner's browser.
 * @returns `null` if nobody sits before it, as far as can be told
 */
export function findOpener({ platform, env }: Machine): Opener | null {
  if (platform === 'win32') return { command: 'rundll32', args: ['url.dll,FileProtocolHandler'] }
  if (platform === 'darwin')
    return env.SSH_CONNECTION === undefined ? { command: 'open', args: [] } : null
  if (env.DISPLAY || env.WAYLAND_DISPLAY) return { command: 'xdg-open', args: [] }
  // Editors set it to reach the browser of another machine.
  const browser = env.BROWSER ?? ''
  return isAbsolute(browser) && !/[\s%]/.test(browser) ? { command: browser, args: [] } : null
}

/** Asks the machine to open an address, and doesn't wait: whether it did is only to be seen. No shell reads it. */
export function openAddress(address: string, { command, args }: Opener): void {
  const { protocol, href } = new URL(address)
  if (protocol !== 'https:' && protocol !== 'http:') throw new TypeError('no address of a page')
  spawn(command, [...args, href], { stdio: 'ignore', detached: true })
    // The address is on the screen as well.
    .on('error', () => undefined)
    .unref()
}
