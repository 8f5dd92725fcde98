import type { AccountWords } from './text.ts'

export const text: AccountWords = {
  balance: {
    heading: 'Guthaben',
    left: 'Noch {amount}',
    none: 'Sie haben keine Credits.',
    debt: 'Ihr Guthaben ist um {amount} überzogen. Was als Nächstes dazukommt, gleicht zuerst das aus.',
    endless: 'Ohne Ablaufdatum',
    endsBy: 'Nutzbar längstens bis zum {date}',
    later: 'Länger gültige anzeigen',
    spent: 'In den letzten {days} Tagen verbraucht: {amount}',
    days: 'Tag für Tag',
    buy: 'Credits kaufen',
    ending: 'Guthaben mit der Endung {ending}',
    unknown: 'Wir konnten Ihr Guthaben nicht prüfen.',
  },
}
