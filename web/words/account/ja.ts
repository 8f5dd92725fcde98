import type { AccountWords } from './text.ts'

export const text: AccountWords = {
  balance: {
    heading: 'クレジット',
    left: '残り {amount}',
    none: 'クレジットの残高はありません。',
    debt: '{amount}が不足しています。次に加算されるクレジットは、まずこの不足分に充てられます。',
    endless: '有効期限なし',
    endsBy: '遅くとも {date}まで利用可能',
    later: '期限がさらに先のものを表示',
    spent: '過去 {days} 日間のご利用：{amount}',
    days: '日ごとのご利用',
    buy: 'クレジットを\u200b購入',
    ending: '末尾が {ending} のクレジット残高',
    unknown: 'クレジットの残高を確認できませんでした。',
  },
}
