/** Where a command writes: `process.stdout`, or whatever a test gives. */
export type Output = { write(text: string): unknown; isTTY?: boolean; columns?: number }

const wholeWidth = 100

/**
 * Breaks a text between words so that it fits the window; a word that is longer than the window (an address, a
 * command) stays whole, so that it can be copied. If the output is not a terminal, nothing is broken.
 * @param indent of every line but the first
 */
export function wrap(text: string, out: Output, indent = ''): string {
  if (out.isTTY !== true) return text
  const width = Math.min(out.columns || 80, wholeWidth) - 1
  const lines: string[] = []
  let line = /^ */.exec(text)![0]
  for (const word of text.slice(line.length).split(' ')) {
    const isFirst = line.trim() === ''
    const longer = isFirst ? line + word : `${line} ${word}`
    if (longer.length > width && !isFirst) {
      lines.push(line.trimEnd())
      line = indent + word
    } else line = longer
  }
  return [...lines, line].join('\n')
}

/** Writes one wrapped line. */
export function say(out: Output, text = '', indent = ''): void {
  out.write(`${wrap(text, out, indent)}\n`)
}
