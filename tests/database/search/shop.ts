type Row = Record<string, unknown>

/** Names and texts as shops in six languages write them; each costs ten cents more than the one before. */
const products: [id: string, name: string, description: string, features?: string[]][] = [
  ['prod_helm', 'Fahrradhelm Größe M', 'Schützt den Kopf auf jeder Straße'],
  ['prod_stuehle', 'Zwei Stühle', 'Aus Eiche, für die Küche'],
  ['prod_tasse', 'Tasse', 'Eine Tasse aus Porzellan', ['Spülmaschinenfest']],
  ['prod_lamp', 'Desk lamp', 'Warm light for long stories', ['Dimmable']],
  ['prod_story', 'A short story', 'About a lamp that nobody switches off'],
  ['prod_usb', 'USB-C cable (4K)', 'For displays, 2 m'],
  ['prod_creme', 'Crème brûlée', 'Six desserts à emporter'],
  ['prod_cheval', 'Chevaux de bois', 'Jouets pour les petits'],
  ['prod_oeuf', 'Œuf dur', 'Cuit dix minutes'],
  ['prod_nino', 'Camisetas para niños', 'Algodón orgánico'],
  ['prod_cancion', 'Canciones', 'Música para dormir'],
  ['prod_hon', '日本語の教科書', '初めて学ぶ人のための本です'],
  ['prod_glass', 'ガラスのコップ', '手作りの食器'],
  ['prod_kitab', 'كتاب الطبخ', 'وصفات سهلة لكل يوم'],
  ['prod_kutub', 'كُتُبٌ للأطفال', 'قصص قصيرة'],
  ['prod_full', 'ＡＢＣ Alphabet', 'ﬁne letters'],
]

/** As `record_catalogue` takes them. */
export function searchShop(): { products: Row[]; prices: Row[] } {
  const known = { livemode: true, active: true, deleted: false }
  return {
    products: products.map(([id, name, description, features = []]) => ({
      ...known,
      stripe_product_id: id,
      name,
      description,
      features,
    })),
    prices: products.map(([id], at) => ({
      ...known,
      stripe_price_id: id.replace('prod', 'price'),
      stripe_product_id: id,
      is_offered: true,
      amount: 1000 + 10 * at,
      currency: 'eur',
    })),
  }
}

/** What is asked for, in the language of the page, and what is found, in this order; without `prod_`. */
export const questions: [words: string, language: string, found: string[]][] = [
  ['helm', 'de', ['helm']],
  ['HELM strasse', 'de', ['helm']],
  ['größe', 'de', ['helm']],
  ['groß', 'de', ['helm']],
  ['grosse', 'de', ['helm']],
  ['stuhl', 'de', ['stuehle']],
  ['Stühle', 'de', ['stuehle']],
  ['stuhle', 'fr', ['stuehle']],
  ['porzel', 'de', ['tasse']],
  ['maschine', 'de', ['tasse']],
  ['lamp', 'en', ['lamp', 'story']],
  ['lamps', 'en', ['lamp', 'story']],
  ['stories', 'en', ['story', 'lamp']],
  ['des', 'en', ['lamp', 'creme']],
  ['usb c', 'en', ['usb']],
  ['USB-C 4k', 'en', ['usb']],
  ['creme brulee', 'fr', ['creme']],
  ['BRÛLÉE', 'en', ['creme']],
  ['desserts emporter', 'fr', ['creme']],
  ['oeuf', 'fr', ['oeuf']],
  ['jouet', 'fr', ['cheval']],
  ['ninos', 'es', ['nino']],
  ['niño camiseta', 'es', ['nino']],
  ['canción', 'es', ['cancion']],
  ['musica', 'es', ['cancion']],
  ['日本', 'ja', ['hon']],
  ['本', 'ja', ['hon']],
  ['教科書', 'en', ['hon']],
  ['ｶﾞﾗｽ', 'ja', ['glass']],
  ['コップ 食器', 'ja', ['glass']],
  ['كتاب', 'ar', ['kitab']],
  ['كتب', 'ar', ['kutub']],
  ['الأطفال', 'ar', []],
  ['abc', 'en', ['full']],
  ['ＡＢＣ fine', 'ja', ['full']],
  ['lamp helm', 'en', []],
  ['nothing of that', 'en', []],
  ["'; drop table stripe_products --", 'en', []],
  [String.raw`'\'':* | 'zq' & ((((`, 'en', []],
  ['100%', 'en', []],
  ['x_y', 'en', []],
]
