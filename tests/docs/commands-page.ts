import { readFileSync } from 'node:fs'

const always = ['version', 'command', 'ok']

/** `docs/commands.md`, and what it promises of the JSON documents. */
export function readCommandsPage() {
  const text = readFileSync(new URL('../../docs/commands.md', import.meta.url), 'utf8')
  const parts = new Map(
    text
      .split(/^### /m)
      .slice(1)
      .map((part) => [part.split('\n')[0] ?? '', part]),
  )
  return {
    text,
    sections: () => [...parts.keys()],
    /** The keys of a command's document, those that every one has first. */
    keysOf(command: string): string[] {
      const rows = (parts.get(command) ?? '').matchAll(/^\| `(\w+)`/gm)
      return [...always, ...[...rows].map(([, key = '']) => key)]
    },
  }
}
