import type { CartWords } from './text.ts'

export const text: CartWords = {
  faults: {
    lookup:
      'Das geht gerade nicht. Es wurde nichts abgebucht. Bitte versuchen Sie es in ein paar Minuten noch einmal.',
    owner: 'Der Verkauf ist hier noch nicht vollständig eingerichtet. Es wurde nichts abgebucht.',
  },
  cart: {
    heading: 'Ihr Warenkorb',
    loading: 'Warenkorb wird geladen …',
    empty: 'Ihr Warenkorb ist leer',
    emptyLead: 'Was Sie auf dieser Website hineinlegen, bleibt hier in diesem Browser.',
    quantityOf: 'Menge: {product}',
    remove: '{product} entfernen',
    removed: '{product} entfernt',
    once: 'Einmalige Zahlung',
    renews: 'Verlängert sich, bis Sie kündigen',
    trial: {
      one: '{count} Tag kostenlos, danach {price}',
      other: '{count} Tage kostenlos, danach {price}',
    },
    custom: 'Den Betrag bestimmen Sie auf der nächsten Seite',
    byQuantity: 'Hängt von der Menge ab',
    subtotal: 'Zwischensumme: {amount}',
    later: 'Versand, Steuern und Gutscheincodes kommen auf der nächsten Seite.',
    ended: 'Wird nicht mehr verkauft',
    now: 'Jetzt {price}',
    take: '{product} zu diesem Preis nehmen',
    pay: 'Zur Kasse',
    opening: 'Stripe wird geöffnet …',
    lead: 'Sie bezahlen auf einer sicheren Seite bei Stripe. Nach einer Adresse wird nur gefragt, wenn Ihnen etwas geschickt wird.',
    endedInOrder:
      'Etwas in Ihrem Warenkorb wird nicht mehr verkauft. Entfernen Sie es, oder nehmen Sie, was es stattdessen gibt.',
    running:
      'Einen dieser Tarife haben Sie schon. Sie können ihn ändern, statt doppelt zu bezahlen.',
    change: 'Tarif wechseln',
    currency:
      'Eine Bestellung wird in einer Währung bezahlt. Bitte bestellen Sie alles in einer anderen Währung getrennt.',
    rhythm:
      'Eine Bestellung verlängert sich in einem Rhythmus, zum Beispiel monatlich. Bitte bestellen Sie die anderen Abos getrennt.',
    shipping:
      'Diese Dinge können nicht zusammen verschickt werden. Bitte bestellen Sie sie getrennt.',
    suggested: {
      one: 'Der Link, über den Sie gekommen sind, schlägt {count} Artikel vor.',
      other: 'Der Link, über den Sie gekommen sind, schlägt {count} Artikel vor.',
    },
    add: 'In den Warenkorb legen',
    leave: 'Nicht übernehmen',
    separately: 'Nicht hinzugefügt, weil es eine eigene Bestellung braucht: {products}',
    notKept:
      'Ihr Browser speichert für diese Website nichts: Der Warenkorb bleibt, bis Sie diese Seite verlassen.',
    failed: 'Ihr Warenkorb konnte nicht geladen werden',
    back: 'Zurück zum Warenkorb',
  },
}
