import type { LedgerEntry, OwnerAccount } from '../services/credits/supabase-credits.ts'
import { count, timeOf } from '../terminal/amounts.ts'
import type { Output } from '../terminal/wrap.ts'
import { say } from '../terminal/wrap.ts'

/** An account for the owner's eyes: what is there, what it comes from, and what happened last. */
export function printAccount(account: OwnerAccount, mode: string, out: Output): void {
  const { address, balance, bought, given, spent, owed, entries, undecided } = account
  const { taken_back: takenBack, ended } = account
  say(out, `${address} has ${count(balance, 'credit')} in ${mode} mode.`)
  say(out, `Account ${account.account}`)
  const sums = [
    `bought ${bought}`,
    `given ${given}`,
    `spent ${spent}`,
    ...(takenBack > 0 ? [`taken back ${takenBack}`] : []),
    ...(ended > 0 ? [`ended unused ${ended}`] : []),
    ...(owed > 0 ? [`owed ${owed}`] : []),
  ]
  say(out, `In all: ${sums.join(', ')}.`)
  if (undecided > 0)
    say(out, `Undecided: ${count(undecided, 'paid line')}. \`npm run credits -- audit\` says why.`)
  if (entries.length === 0) return
  say(out)
  for (const entry of entries) say(out, tellEntry(entry), '   ')
}

function tellEntry(entry: LedgerEntry): string {
  return `${timeOf(entry.at)}  ${entry.entry.padEnd(10)}  ${wordsOf(entry).join(', ')}`
}

function wordsOf(entry: LedgerEntry): string[] {
  const { credits, remaining, source, line, note, state, owed } = entry
  const takenBack = entry.taken_back ?? 0
  const until = entry.ends_at === null ? '' : `, ${endWord(entry.ends_at)} ${timeOf(entry.ends_at)}`
  const debt = (owed ?? 0) > 0 ? [`${owed} of it owed`] : []
  const noted = note === null || note === '' ? [] : [`"${note}"`]
  switch (entry.entry) {
    case 'bought':
      return [
        count(credits ?? 0, 'credit'),
        ...(takenBack > 0 ? [`${takenBack} taken back`] : []),
        `${remaining ?? 0} left${until}`,
        `${source} ${line}`,
      ]
    case 'given':
      return [
        count(credits ?? 0, 'credit'),
        `${remaining ?? 0} left${until}`,
        `key ${line}`,
        ...noted,
      ]
    case 'charged':
      return [count(-(credits ?? 0), 'credit'), ...debt, ...stateOf(state), `key ${line}`]
    case 'undecided':
      return ['credits not known yet', `${source} ${line}`]
    case 'moved away':
    case 'moved here':
      return [
        `${note}`,
        count(remaining ?? 0, 'credit'),
        ...((owed ?? 0) > 0 ? [`owing ${owed}`] : []),
      ]
  }
}

function endWord(at: string): string {
  return Date.parse(at) > Date.now() ? 'until' : 'ended'
}

/** A charge that is plainly charged says nothing of it. */
function stateOf(state: string | null): string[] {
  return state === null || state === 'charged' ? [] : [state]
}
