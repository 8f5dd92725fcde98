import { fork } from 'node:child_process'
import { once } from 'node:events'
import { isKept } from './figures/row.ts'
import type { Message, Missing, Row } from './figures/row.ts'
import { formatTable } from './figures/table.ts'

/**
 * `npm run bench -- [part ...] [--full] [--json]`: every part in a process of its own, one after the other, and one
 * table of all they found. Ends with 1 where a part fails or a bound is broken, and, in CI, where something could not
 * be measured; with 2 at wrong usage.
 */
const parts = [
  'links',
  'tokens',
  'webhooks',
  'calls',
  'indistinguishable',
  'memory',
  'lookup',
  'cold-start',
  'page',
  'sync',
]
const options = ['--full', '--json']
const given = process.argv.slice(2)
const unknown = given.filter((word) => !parts.includes(word) && !options.includes(word))
if (unknown.length > 0) {
  console.error(
    `There is no part "${unknown.join('", "')}". Parts: ${parts.join(', ')}; options: ${options.join(', ')}`,
  )
  process.exit(2)
}
const wanted = parts.filter((part) => given.includes(part))

const rows: Row[] = []
const missing: Missing[] = []
const notes: { part: string; text: string }[] = []
const failed: string[] = []
const startedAt = performance.now()

for (const part of wanted.length > 0 ? wanted : parts) {
  console.error(`${part} ...`)
  const passedOn = given.includes('--full') ? ['--full'] : []
  // Only the table goes to stdout.
  const child = fork(`${import.meta.dirname}/${part}.ts`, passedOn, {
    stdio: ['ignore', 2, 2, 'ipc'],
  })
  child.on('message', (message: Message) => {
    if ('row' in message) {
      rows.push(message.row)
      console.error(`  ${message.row.what}`)
    } else if ('missing' in message) missing.push(message.missing)
    else notes.push(message.note)
  })
  // After "exit" messages may still be on their way; after "disconnect" none is.
  const [[status]] = await Promise.all([once(child, 'exit'), once(child, 'disconnect')])
  if (status !== 0) failed.push(part)
}

const broken = rows.filter(({ bounds = [] }) => !bounds.every(isKept))
const seconds = Math.round((performance.now() - startedAt) / 1000)
if (given.includes('--json')) {
  console.info(JSON.stringify({ rows, missing, notes, failed, seconds }, null, 2))
} else {
  console.info(formatTable(rows, missing))
  for (const { part, text } of notes) console.info(`\n${part}: ${text}`)
  const size = given.includes('--full') ? '' : '; --full has the largest sizes'
  console.info(`\nMedian (least-most). ${seconds} seconds${size}.`)
}
for (const part of failed) console.error(`"${part}" failed`)
for (const { part, what } of broken) console.error(`A bound is broken: ${part}, ${what}`)
const isComplete = missing.length === 0 || !process.env['CI']
process.exitCode = failed.length === 0 && broken.length === 0 && isComplete ? 0 : 1
