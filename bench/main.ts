import { fork } from 'node:child_process'
import { once } from 'node:events'
import { isKept } from './figures/row.ts'
import type { Message } from './figures/row.ts'
import { formatTable, tableWidth, wrap } from './figures/table.ts'
import type { Findings } from './figures/table.ts'

/**
 * `npm run bench -- [part ...] [--full] [--json]`: every part in a process of its own, one after the other, and one
 * table of all they found. Ends with 1 if a bound is broken or something was not measured; with 2 at wrong usage.
 */
const parts = [
  'links',
  'tokens',
  'webhooks',
  'selling',
  'calls',
  'memory',
  'lookup',
  'cold-start',
  'page',
  'sync',
  'sold',
  'search',
  'spend',
  'credits',
  'made-up',
]
const options = ['--full', '--json']
const given = process.argv.slice(2)
const unknown = given.filter((word) => ![...parts, ...options].includes(word))
if (unknown.length > 0) {
  console.error(
    `There is no part "${unknown.join('", "')}". Parts: ${parts.join(', ')}; options: ${options.join(', ')}`,
  )
  process.exit(2)
}
const isFull = given.includes('--full')
const wanted = parts.filter((part) => given.includes(part))
const startedAt = performance.now()

const found: Findings[] = []
for (const part of wanted.length > 0 ? wanted : parts) found.push(await run(part))

const rows = found.flatMap((findings) => findings.rows)
const seconds = Math.round((performance.now() - startedAt) / 1000)
if (given.includes('--json')) console.info(JSON.stringify({ parts: found, seconds }, null, 2))
else {
  const size = isFull ? '' : ' --full measures the largest sizes.'
  const legend = 'Medians; /baseline and /limit are ours as a multiple of each.'
  console.info(`\n${formatTable(found)}\n${legend} ${seconds} seconds.${size}`)
}
for (const row of rows)
  if ('missing' in row) fail(`Not measured: ${row.what}`)
  else if (!(row.bounds ?? []).every(isKept)) fail(`A bound is broken: ${row.what}`)

/** A part that ends early has a line that says why; the whole error is above the table. */
async function run(part: string): Promise<Findings> {
  console.error(`${part} ...`)
  const findings: Findings = { part, note: '', rows: [] }
  let error = ''
  // Only the table goes to stdout.
  const child = fork(`${import.meta.dirname}/${part}.ts`, isFull ? ['--full'] : [], {
    stdio: ['ignore', 2, 2, 'ipc'],
  })
  child.on('message', (message: Message) => {
    if ('note' in message) findings.note = message.note
    else if ('error' in message) error = message.error
    else {
      findings.rows.push(message.row)
      console.error(`  ${message.row.what}`)
    }
  })
  // After "exit" messages may still be on their way; after "disconnect" none is.
  const [[status, signal]] = await Promise.all([once(child, 'exit'), once(child, 'disconnect')])
  if (status !== 0) {
    const missing = error.split('\n', 2).join(': ') || `it ended with ${status ?? signal}`
    findings.rows.push({ what: `the rest of ${part}`, missing })
  }
  return findings
}

function fail(message: string): void {
  for (const each of wrap(message, tableWidth, '  ')) console.error(each)
  process.exitCode = 1
}
