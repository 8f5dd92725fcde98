import type { AccountWords } from './text.ts'

export const text: AccountWords = {
  balance: {
    heading: 'Crédits',
    left: 'Solde : {amount}',
    none: 'Vous n’avez pas de crédits.',
    debt: 'Votre solde est négatif : il manque {amount}. Vos prochains crédits combleront d’abord ce manque.',
    endless: 'Sans date d’expiration',
    endsBy: 'Utilisables jusqu’au {date} au plus tard',
    later: 'Afficher ceux qui durent plus longtemps',
    spent: 'Dépensés ces {days} derniers jours : {amount}',
    days: 'Jour par jour',
    buy: 'Acheter des crédits',
    ending: 'Solde de crédits se terminant par {ending}',
    unknown: 'Nous n’avons pas pu vérifier vos crédits.',
  },
}
