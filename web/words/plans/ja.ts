import type { PlansWords } from './text.ts'

export const text: PlansWords = {
  faults: {
    lookup: '現在ご利用いただけません。請求は発生していません。数分後に、もう一度お試しください。',
    owner: 'このページでの販売の設定が完了していません。請求は発生していません。',
  },
  plans: {
    heading: 'プランと\u200b料金',
    lead: 'お支払いは Stripe の安全なページで行います。お支払いが完了すると、すぐにご利用いただけます。',
    loading: '料金を読み込んでいます…',
    choose: '{product} を\u200b選択',
    opening: 'Stripe を\u200b開いています…',
    priceOf: '{product} の料金',
    once: '1 回限りのお支払い',
    renews: '解約するまで自動更新',
    trial: { other: '{count} 日間無料、その後 {price}。解約するまで自動更新' },
    byQuantity: '数量によって異なります',
    custom: '金額は\u200bご自由に',
    least: '{amount} から',
    most: '{amount} まで',
    between: '{least} ～ {most}',
    suggested: '目安：{amount}',
    creditsPer: '{amount} ごとに {credits}',
    creditsLater: 'トライアル終了後に {credits}',
    yours: 'ご利用中のプラン',
    manage: '変更・解約',
    unsure: '現在のご契約を確認できませんでした。',
    already: 'すでにご契約の方：{manage}',
    see: 'プランと料金を\u200b見る',
    forAccount: '1 回限りのご購入分は、末尾が {ending} のクレジット残高に加算されます。',
    forPayer:
      '定期プランはお支払いに使うメールアドレスのご契約になり、末尾が {ending} のクレジット残高には加算されません。',
    running: '{product} はすでにご契約中です。二重にお支払いいただかずに、変更できます。',
    change: 'プランを\u200b変更',
    ended: 'この商品の販売は終了しました。ページを再読み込みして、現在の商品をご確認ください。',
    nothing: '現在販売中の\u200b商品は\u200bありません',
    later: '後ほど、もう一度ご覧ください。',
    owner:
      'このサイトの運営者の方へ：ここで販売する各価格のメタデータに、Stripe で {metadata} を追加し、{doctor} を実行してください。',
    failed: '料金を\u200b読み込めませんでした',
  },
}
