import { pollEvents } from './poll-events.ts'
import { HalfRealError } from './services.ts'
import type { RunningSite } from './start-site.ts'
import { startSite } from './start-site.ts'

/** `npm run dev` and, with `built` as argument, `npm run preview`: the whole site at one printed address. */
try {
  const site = await startSite(process.argv[2] === 'built' ? 'built' : 'dev', 8888)
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
  if (!(error instanceof HalfRealError)) throw error
  console.error(error.message)
  process.exit(2)
}

function describe({ origin, people, services }: RunningSite): void {
  const lines = ['', `  Portal Gateway   ${origin}/`, '']
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
      '',
      '  Sign in as',
      ...people.map(({ email, shows }) => `    ${email.padEnd(20)} ${shows}`),
    )
  console.info(`${lines.join('\n')}\n`)
}
