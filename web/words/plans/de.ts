import type { PlansWords } from './text.ts'

export const text: PlansWords = {
  faults: {
    lookup:
      'Das geht gerade nicht. Es wurde nichts abgebucht. Bitte versuchen Sie es in ein paar Minuten noch einmal.',
    owner: 'Der Verkauf ist hier noch nicht vollständig eingerichtet. Es wurde nichts abgebucht.',
  },
  plans: {
    heading: 'Tarife und Preise',
    lead: 'Sie bezahlen auf einer sicheren Seite bei Stripe. Was Sie kaufen, funktioniert, sobald es bezahlt ist.',
    loading: 'Preise werden geladen …',
    choose: '{product} wählen',
    opening: 'Stripe wird geöffnet …',
    priceOf: 'Preis von {product}',
    once: 'Einmalige Zahlung',
    renews: 'Verlängert sich, bis Sie kündigen',
    trial: {
      one: '{count} Tag kostenlos, danach {price}. Verlängert sich, bis Sie kündigen',
      other: '{count} Tage kostenlos, danach {price}. Verlängert sich, bis Sie kündigen',
    },
    byQuantity: 'Hängt von der Menge ab',
    custom: 'Den Betrag bestimmen Sie',
    least: 'Ab {amount}',
    most: 'Bis {amount}',
    between: '{least} bis {most}',
    suggested: 'Vorschlag: {amount}',
    creditsPer: '{credits} je {amount}',
    creditsLater: '{credits} nach der Testphase',
    yours: 'Ihr Tarif',
    manage: 'Ändern oder kündigen',
    unsure: 'Wir konnten nicht prüfen, was Sie schon haben.',
    already: 'Schon Kunde? {manage}',
    see: 'Tarife und Preise ansehen',
    forAccount: 'Was Sie einmalig bezahlen, kommt auf das Guthaben mit der Endung {ending}.',
    forPayer:
      'Ein Abo gehört zu der E-Mail-Adresse, mit der Sie bezahlen, nicht zum Guthaben mit der Endung {ending}.',
    running: 'Sie haben {product} schon. Sie können es ändern, statt doppelt zu bezahlen.',
    change: 'Tarif wechseln',
    ended:
      'Das wird nicht mehr verkauft. Laden Sie die Seite neu, um das aktuelle Angebot zu sehen.',
    nothing: 'Hier wird gerade nichts verkauft',
    later: 'Bitte schauen Sie später wieder vorbei.',
    owner:
      'Ist das Ihre Website? Geben Sie bei Stripe jedem Preis, den Sie hier verkaufen, die Metadaten {metadata}, und führen Sie dann {doctor} aus.',
    failed: 'Die Preise konnten nicht geladen werden',
  },
}
