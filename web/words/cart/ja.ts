import type { CartWords } from './text.ts'

export const text: CartWords = {
  faults: {
    lookup: '現在この操作はできません。請求は発生していません。数分後にもう一度お試しください。',
    owner: '販売の設定がまだ完了していません。請求は発生していません。',
  },
  cart: {
    heading: 'カート',
    loading: 'カートを読み込んでいます…',
    empty: 'カートは空です',
    emptyLead: 'このサイトで追加した商品は、このブラウザに保存されます。',
    quantityOf: '{product}の数量',
    remove: '{product}を削除',
    removed: '{product}を削除しました',
    once: '1回払い',
    renews: '解約するまで自動更新',
    trial: {
      other: '{count}日間無料、その後{price}',
    },
    custom: '金額は次のページで指定します',
    byQuantity: '数量によって変わります',
    subtotal: '小計：{amount}',
    later: '送料、税金、プロモーションコードは次のページで反映されます。',
    ended: '販売を終了しました',
    now: '現在は{price}',
    take: '{product}をこの価格で選ぶ',
    pay: '購入手続きへ',
    opening: 'Stripeを開いています…',
    lead: 'お支払いはStripeの安全なページで行います。住所は、お届けするものがある場合にのみ入力します。',
    endedInOrder:
      'カートに、販売を終了した商品があります。削除するか、代わりの商品をお選びください。',
    running: 'このプランはすでにご利用中です。二重に支払う代わりに変更できます。',
    change: 'プランを変更',
    currency: '1回の注文で使える通貨は1つです。別の通貨の商品は、別にご注文ください。',
    rhythm: '1回の注文の更新間隔は1つです（毎月など）。ほかの間隔のものは、別にご注文ください。',
    shipping: 'これらの商品は一緒に発送できません。別々にご注文ください。',
    suggested: {
      other: '開いたリンクには{count}点の商品が含まれています。',
    },
    add: 'カートに追加',
    leave: '追加しない',
    separately: '別の注文が必要なため、追加されませんでした：{products}',
    notKept:
      'お使いのブラウザはこのサイトのデータを保存しません。カートはこのページを離れるまで有効です。',
    failed: 'カートを読み込めませんでした',
    back: 'カートに戻る',
  },
}
