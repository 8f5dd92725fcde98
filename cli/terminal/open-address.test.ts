import { expect, test } from 'vitest'
import { findOpener, openAddress } from './open-address.ts'

test.each<[NodeJS.Platform, Record<string, string>, string | undefined]>([
  ['darwin', {}, 'open'],
  ['darwin', { SSH_CONNECTION: '192.0.2.1 5 192.0.2.2 22' }, undefined],
  ['win32', {}, 'rundll32'],
  ['linux', { DISPLAY: ':0' }, 'xdg-open'],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0', BROWSER: '/usr/bin/some' }, 'xdg-open'],
  ['linux', {}, undefined],
  ['linux', { DISPLAY: '' }, undefined],
  ['linux', { BROWSER: '/opt/editor/browser.sh' }, '/opt/editor/browser.sh'],
  ['linux', { BROWSER: 'lynx' }, undefined],
  ['linux', { BROWSER: '/usr/bin/some %s' }, undefined],
])('on %s with %o it is opened by %s', (platform, env, command) => {
  expect(findOpener({ platform, env })?.command).toBe(command)
})

test.each(['file:///etc/passwd', 'javascript:alert(1)', '--help', ''])(
  '%s is never opened',
  (address) => {
    expect(() => openAddress(address, { command: '/bin/false', args: [] })).toThrow(TypeError)
  },
)
