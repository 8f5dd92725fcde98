import type { AccountWords } from './text.ts'

export const text: AccountWords = {
  balance: {
    heading: 'Créditos',
    left: 'Saldo: {amount}',
    none: 'No tiene créditos.',
    debt: 'Su saldo es negativo: debe {amount}. Los próximos créditos que reciba se destinarán primero a saldarlo.',
    endless: 'Sin fecha de caducidad',
    endsBy: 'Se pueden usar hasta el {date} como máximo',
    later: 'Mostrar los que duran más',
    spent: 'Gastado en los últimos {days} días: {amount}',
    days: 'Día a día',
    buy: 'Comprar créditos',
    ending: 'Saldo de créditos terminado en {ending}',
    unknown: 'No hemos podido comprobar sus créditos.',
  },
}
