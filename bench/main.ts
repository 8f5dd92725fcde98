import { spawnSync } from 'node:child_process'

/** `npm run bench [part ...]`: every part in a process of its own, one after the other. */
const parts = ['links', 'webhooks', 'lookup', 'sync', 'indistinguishable']
const wanted = process.argv.slice(2)
const unknown = wanted.filter((part) => !parts.includes(part))
if (unknown.length > 0) {
  console.error(`There is no part "${unknown.join('", "')}": ${parts.join(', ')}`)
  process.exit(2)
}
for (const part of wanted.length > 0 ? wanted : parts) {
  console.info(`\n${part}`)
  const { status } = spawnSync(process.execPath, [`${import.meta.dirname}/${part}.ts`], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exitCode = 1
}
