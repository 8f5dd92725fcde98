/** What a product's page says beside the words of `web/words`, which every first view carries. */
export type OwnWords = { soldOut: string; taxIncluded: string; taxAdded: string; unknown: string }

const english: OwnWords = {
  soldOut: 'Sold out',
  taxIncluded: 'Tax included',
  taxAdded: 'Plus tax',
  unknown: 'This product isn’t here, or isn’t here anymore',
}

const words: Record<string, OwnWords> = {
  de: {
    soldOut: 'Ausverkauft',
    taxIncluded: 'Inkl. Steuern',
    taxAdded: 'Zzgl. Steuern',
    unknown: 'Dieses Produkt gibt es hier nicht oder nicht mehr',
  },
  fr: {
    soldOut: 'Épuisé',
    taxIncluded: 'Taxes comprises',
    taxAdded: 'Hors taxes',
    unknown: 'Ce produit n’est pas ou plus proposé ici',
  },
  es: {
    soldOut: 'Agotado',
    taxIncluded: 'Impuestos incluidos',
    taxAdded: 'Impuestos no incluidos',
    unknown: 'Este producto no está aquí o ya no está',
  },
  ja: {
    soldOut: '売り切れ',
    taxIncluded: '税込',
    taxAdded: '税別',
    unknown: 'この商品は見つからないか、販売を終了しました',
  },
  ar: {
    soldOut: 'نفدت الكمية',
    taxIncluded: 'شامل الضريبة',
    taxAdded: 'غير شامل الضريبة',
    unknown: 'هذا المنتج غير موجود هنا أو لم يعد متوفرًا',
  },
}

/** English where the owner added a language. */
export function wordsOf(language: string): OwnWords {
  return words[language] ?? english
}
