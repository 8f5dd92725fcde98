import { examplePath } from './example-api.ts'
import { pollEvents } from './poll-events.ts'
import { RealServicesError } from './services.ts'
import type { RunningSite } from './start-site.ts'
import { startSite } from './start-site.ts'

/**
 * `npm run dev` and, with `built` as argument, `npm run preview`: the whole site at one printed address; with `--real` on
 * the services of `.env`.
 */
try {
  const words = process.argv.slice(2)
  const site = await startSite({
    kind: words.includes('built') ? 'built' : 'dev',
    wantedPort: 8888,
    isReal: words.includes('--real'),
  })
  describe(site)
  await site.tick()
  const clock = setInterval(() => void site.tick(), 600_000)
  const stopPolling = site.services.standIns === null ? pollEvents(site.origin) : undefined
  process.once('SIGINT', () => {
    clearInterval(clock)
    stopPolling?.()
    void site.close().then(() => process.exit(130))
  })
} catch (error) {
  if (!(error instanceof RealServicesError)) throw error
  console.error(error.message)
  process.exit(2)
}

function describe({ origin, people, services }: RunningSite): void {
  const lines = [
    '',
    `  Portal Gateway   ${origin}/`,
    `  Prices           ${origin}/plans`,
    `  Cart             ${origin}/cart`,
    '',
  ]
  if (services.standIns === null)
    lines.push(
      '  Stripe and Supabase are the real ones that .env names.',
      "  Webhooks: Stripe's events are polled every five seconds and delivered here.",
    )
  else
    lines.push(
      '  Stripe and Supabase are stand-ins on this machine; nothing leaves it.',
      `  Inbox            ${origin}/_local/inbox`,
      `  Stripe           ${origin}/_local/stripe/`,
      `  Costs credits    ${origin}${examplePath}`,
      '',
      '  Sign in as',
      ...people.map(({ email, shows }) => `    ${email.padEnd(20)} ${shows}`),
    )
  console.info(`${lines.join('\n')}\n`)
}
