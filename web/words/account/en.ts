/**
 * English, for what somebody has: loaded only where there is something to say of it. Another language is one more file of
 * this shape, listed in `web/words/account/locale.ts`. `{amount}` is the credits in words, such as "95 credits".
 */
export const text = {
  balance: {
    heading: 'Credits',
    left: '{amount} left',
    none: 'You have no credits.',
    debt: 'You owe {amount}. Whatever you get next pays that first.',
    endless: 'No expiration date',
    endsBy: 'Usable until {date} at the latest',
    later: 'Show what lasts longer',
    spent: 'Spent in the last {days} days: {amount}',
    days: 'Day by day',
    buy: 'Buy credits',
    ending: 'Credit balance ending {ending}',
    unknown: 'We couldn’t check your credits.',
  },
}
