/** A line on the screen; `isCut`: it was longer than the window, which broke it anywhere. */
export type ScreenLine = { text: string; isCut: boolean }

/**
 * What a terminal of that width shows in the end, with all that has scrolled away: it knows the codes that move the
 * cursor, erase and color, and @throws at any other.
 */
export function drawScreen(raw: string, columns: number): ScreenLine[] {
  const rows: { cells: string[]; isCut: boolean }[] = [{ cells: [], isCut: false }]
  let [row, column] = [0, 0]
  const at = (place: number) => {
    while (rows.length <= place) rows.push({ cells: [], isCut: false })
    return rows[place]!
  }
  const write = (character: string) => {
    if (column >= columns) {
      at(row).isCut = true
      row += 1
      column = 0
    }
    const { cells } = at(row)
    while (cells.length < column) cells.push(' ')
    cells[column] = character
    column += 1
  }
  const act = (code: string, count: number) => {
    if (code === 'A') row = Math.max(0, row - (count || 1))
    else if (code === 'B') row += count || 1
    else if (code === 'C') column += count || 1
    else if (code === 'D') column = Math.max(0, Math.min(column, columns) - (count || 1))
    else if (code === 'G') column = Math.max(0, (count || 1) - 1)
    else if (code === 'K') {
      if (count === 0) at(row).cells.length = Math.min(at(row).cells.length, column)
      else at(row).cells = []
    } else if (code === 'J') {
      at(row).cells.length = Math.min(at(row).cells.length, column)
      rows.length = row + 1
    } else if (!'mhl'.includes(code)) throw new Error(`unknown code ${code}`)
  }
  // oxlint-disable-next-line no-control-regex
  for (const [, count, code, single] of raw.matchAll(/\u001b\[\??([\d;]*)([A-Za-z])|([\s\S])/gu)) {
    if (code !== undefined) act(code, Number((count ?? '').split(';')[0]))
    else if (single === '\n') row += 1
    else if (single === '\r') column = 0
    else write(single!)
  }
  return rows.map(({ cells, isCut }) => ({ text: cells.join('').trimEnd(), isCut }))
}

/** Lines that the window broke, and that are more than one long word, such as an address. */
export function findBroken(lines: readonly ScreenLine[]): string[] {
  const broken: string[] = []
  let whole = ''
  for (const { text, isCut } of lines) {
    if (whole !== '' && !isCut && /\s/.test((whole + text).trim())) broken.push(whole + text)
    whole = isCut ? whole + text : ''
  }
  return broken
}
