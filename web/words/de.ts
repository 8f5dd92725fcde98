import type { Text } from './text.ts'

/** German. A soft hyphen (U+00AD) lets a long word break on a narrow button. */
export const text: Text = {
  page: {
    language: 'de',
    direction: 'ltr',
    title: '{heading} · {brand}',
    scriptOff: 'Diese Seite braucht JavaScript. Bitte schalten Sie es in Ihrem Browser ein.',
    slow: 'Das Laden dieser Seite dauert länger als sonst. Wenn nichts erscheint, laden Sie sie neu oder verwenden Sie einen neueren Browser.',
    support: 'Fragen? {support}',
    noSupport: 'Fragen? Wenden Sie sich an das Unternehmen, bei dem Sie bezahlt haben.',
    problem: 'Das hat nicht geklappt',
    requestId: 'Referenz für den Support: {id}',
    secured: 'Ihre Zahlungsdaten bleiben bei Stripe. Ein Passwort brauchen Sie nicht.',
  },
  mailForm: {
    label: 'E-Mail-Adresse',
    hint: 'Die E-Mail-Adresse, mit der Sie bezahlt haben.',
    submit: 'Anmeldelink anfordern',
    pending: 'Wird gesendet …',
    next: 'Sie erhalten per E-Mail einen Link und einen Code. Nutzen Sie einen davon innerhalb von 15 Minuten. Beide gelten nur einmal.',
    empty: 'Geben Sie Ihre E-Mail-Adresse ein',
    malformed: 'Geben Sie eine gültige E-Mail-Adresse ein, zum Beispiel name@example.com',
    meant: 'Meinten Sie {email}?',
  },
  signIn: {
    heading: 'Abrechnung verwalten',
    lead: 'Hier sehen Sie Ihre Rechnungen von {brand}, ändern Ihre Zahlungsmethode oder verwalten Ihre Abos.',
  },
  mailSent: {
    heading: 'Prüfen Sie Ihr Postfach',
    lead: 'Wir haben eine E-Mail an {email} gesendet. Öffnen Sie den Link darin oder geben Sie unten den Code ein.',
    already:
      'Eine E-Mail an {email} wurde vor Kurzem gesendet oder angefordert. Öffnen Sie den Link in der neuesten oder geben Sie unten deren Code ein.',
    open: '{service} in neuem Tab öffnen',
    label: 'Code aus der E-Mail',
    hint: 'Leerzeichen spielen keine Rolle. Ein vollständiger Code wird von selbst gesendet.',
    submit: 'Anmelden',
    pending: 'Wird geprüft …',
    empty: 'Geben Sie den Code aus der E-Mail ein',
    malformed: 'Der Code muss 6 bis 10 Ziffern haben',
    refused:
      'Vielleicht ist er vertippt, schon benutzt, durch eine neuere E-Mail ersetzt oder älter als 15 Minuten',
    newest: 'Falls Sie mehrere E-Mails haben, nutzen Sie die neueste.',
    lasts: 'Link und Code gelten 15 Minuten lang und nur einmal.',
    spam: 'Nach einer Minute noch keine E-Mail? Sehen Sie im Spam-Ordner nach.',
    resend: 'Neue E-Mail senden',
    resendWait: 'Neue E-Mail senden in {seconds} s',
    resent: 'Wir haben eine neue E-Mail gesendet. Nutzen Sie die neueste.',
    other: 'Andere E-Mail-Adresse verwenden',
  },
  confirm: {
    heading: 'Weiter zu Ihrer Abrechnung',
    lead: 'Mit „Anmelden“ öffnen Sie Ihre Abrechnung.',
    leadFor: 'Mit „Anmelden“ öffnen Sie die Abrechnung von {email}.',
    why: 'Warum dieser Schritt? Manche E-Mail-Programme öffnen Links von selbst, und dieser gilt nur einmal.',
    foreign: 'Wenn das nicht Ihre E-Mail-Adresse ist, melden Sie sich nicht an.',
    submit: 'Anmelden',
    pending: 'Wird geprüft …',
  },
  loading: {
    heading: 'Ihre Abrechnung wird geladen …',
    found: { one: '{count} Kundenkonto gefunden', other: '{count} Kundenkonten gefunden' },
  },
  links: {
    heading: 'Ihre Abrechnung',
    several: {
      other:
        'Zu dieser E-Mail-Adresse gibt es {count} Kundenkonten, jedes mit eigenen Zahlungsmethoden und Rechnungen. Welches möchten Sie verwalten?',
    },
    signedIn: 'Angemeldet als {email}',
    signOut: 'Abmelden',
    more: { one: '{product} und {count} weiteres', other: '{product} und {count} weitere' },
    unnamed: 'Abo',
    since: 'Kunde seit {month}',
    find: 'Kundenkonto suchen',
    findHint: 'Nach Produkt, Name oder Kundennummer',
    earlier: {
      one: '{count} Kundenkonto ohne aktives Abo',
      other: '{count} Kundenkonten ohne aktives Abo',
    },
    noneCurrent: 'Kein aktives Abo',
    renews: 'Verlängert sich am {date}',
    ends: 'Endet am {date}',
    trialEnds: 'Testphase endet am {date}',
    overdue:
      'Die letzte Zahlung ist fehlgeschlagen. Ändern Sie Ihre Zahlungsmethode, um Ihr Abo zu behalten.',
    details: 'Angaben für den Support',
    customerId: 'Kundennummer',
    copy: 'Kopieren',
    copied: 'Kopiert',
    stay: 'Bezahlt und geändert wird auf sicheren Seiten von Stripe.',
    sinceMoment: 'Kunde seit dem {moment}',
    moreSubscriptions: 'Es gibt weitere Abos. „Abrechnung verwalten“ zeigt alle.',
    free: 'Kostenlos',
    byUsage: 'Preis nach Verbrauch',
    afterTrial: 'danach {price}',
    times: '{count} × {product}',
    usableUntil: 'Nutzbar bis zum {date}',
    pausedUntil: 'Zahlungen pausiert bis zum {date}',
    chargedTo: 'Wird mit {method} bezahlt',
    expires: 'Wird mit {method} bezahlt, gültig bis {date}',
    expiresSoon: 'Wird mit {method} bezahlt, läuft bald ab ({date})',
    expired: 'Wird mit {method} bezahlt, ist abgelaufen ({date})',
    ownMethod:
      'Dieses Abo hat eine eigene Zahlungsmethode. Sie ändern sie unter „Abrechnung verwalten“.',
    lastPaid: 'Zuletzt bezahlt: {amount} am {date}',
    nextPayment: 'Nächste Zahlung: {amount} am {date}',
    overdueInvoices:
      'Zahlungen sind fehlgeschlagen. Bezahlen Sie die offenen Rechnungen, um Ihr Abo zu behalten.',
    overduePay: 'Die letzte Zahlung ist fehlgeschlagen. Zahlen Sie jetzt, um Ihr Abo zu behalten.',
    notYours:
      'Jeder kann beim Kauf Ihre E-Mail-Adresse angeben. Wenn Sie dieses Konto nicht kennen, zahlen Sie nicht.',
    overdueBelow: 'Eine Zahlung ist überfällig: Konto anzeigen',
    moreThanShown: 'Zu dieser E-Mail-Adresse gibt es mehr Kundenkonten, als hier angezeigt werden.',
    showMore: 'Weitere Konten anzeigen',
  },
  done: {
    cancel: '{product} ist gekündigt.',
    until: 'Sie können es bis zum {date} nutzen.',
    noCharge: 'Dafür wird nichts mehr abgebucht.',
    plan: 'Ihre Änderung an {product} ist gespeichert.',
    card: 'Ihre neue Zahlungsmethode ist gespeichert.',
  },
  actions: {
    manage: 'Abrechnung verwalten',
    card: 'Zahlungs\u00admethode ändern',
    plan: 'Tarif wechseln',
    cancel: 'Abo kündigen',
    invoices: 'Rechnungen ansehen',
    opening: 'Wird geöffnet …',
    pay: 'Jetzt {amount} zahlen',
    keep: 'Abo behalten',
  },
  records: {
    none: 'Noch keine Rechnungen',
    noOrders: 'Zu dieser E-Mail-Adresse haben wir keine Käufe als Gast gefunden.',
    unavailable: 'Das kann hier gerade nicht angezeigt werden.',
    older: 'Ältere anzeigen',
    loading: 'Wird geladen …',
    pdf: 'PDF',
    page: 'Ansehen',
    receipt: 'Beleg',
    orders: 'Käufe als Gast anzeigen',
    refunded: '{amount} erstattet',
    paid: 'Bezahlt',
    open: 'Offen',
    void: 'Storniert',
    uncollectible: 'Uneinbringlich',
  },
  statuses: {
    active: 'Aktiv',
    trialing: 'Testphase',
    past_due: 'Zahlung überfällig',
    unpaid: 'Unbezahlt',
    paused: 'Pausiert',
    incomplete: 'Erste Zahlung steht aus',
    incomplete_expired: 'Abgelaufen',
    canceled: 'Gekündigt',
    canceling: 'Gekündigt',
    collection_paused: 'Zahlungen pausiert',
  },
  per: {
    day: '{price} pro Tag',
    week: '{price} pro Woche',
    month: '{price} pro Monat',
    year: '{price} pro Jahr',
  },
  every: {
    day: { other: '{price} alle {count} Tage' },
    week: { other: '{price} alle {count} Wochen' },
    month: { other: '{price} alle {count} Monate' },
    year: { other: '{price} alle {count} Jahre' },
  },
  credits: {
    amount: { one: '{count} Credit', other: '{count} Credits' },
  },
  nothingFound: {
    heading: 'Kein Kundenkonto gefunden',
    lead: 'Wir haben kein Kundenkonto zu {email} gefunden.',
    spelling:
      'Groß- und Kleinschreibung spielt keine Rolle: Andere Schreibweisen dieser Adresse wurden ebenfalls gesucht.',
    other:
      'Vielleicht haben Sie mit einer anderen E-Mail-Adresse bezahlt. Sehen Sie nach, wohin Ihre Quittung ging.',
    guest:
      'Bei einem einmaligen Kauf als Gast entsteht kein Kundenkonto; dann gibt es nichts zu verwalten.',
    deleted: 'Ein gelöschtes Kundenkonto lässt sich hier nicht mehr öffnen.',
    again: 'Andere E-Mail-Adresse versuchen',
  },
  account: {
    heading: 'Das können Sie jetzt nutzen',
    unknown: 'Wir konnten nicht prüfen, was Sie jetzt nutzen können.',
  },
  purchase: {
    checking: 'Ihre Bestellung wird geprüft…',
    paid: 'Danke für Ihre Bestellung',
    paidLead: 'Sie können alles sofort nutzen.',
    works: 'Jetzt nutzbar',
    none: 'Diese Bestellung gewährt keinen Zugang',
    noneLead:
      'Sie wurde bezahlt, gewährt aber im Moment keinen Zugang. Vielleicht wurde sie erstattet oder gekündigt.',
    noAccess: 'Kein Zugang',
    processing: 'Ihre Zahlung ist unterwegs',
    processingLead:
      'Manche Zahlungsarten brauchen einige Tage. Sobald die Zahlung da ist, können Sie nutzen, was Sie bestellt haben.',
    waits: 'Wartet auf die Zahlung',
    watching: 'Diese Seite prüft noch ein paar Minuten weiter. Sie müssen hier nicht warten.',
    stopped: 'Diese Seite prüft nicht mehr von selbst.',
    open: 'Diese Bestellung ist noch nicht bezahlt',
    openLead: 'Wenn Sie gerade bezahlt haben, prüfen Sie es gleich noch einmal.',
    expired: 'Diese Bestellung ist nicht mehr gültig',
    expiredLead:
      'Sie wurde nicht bezahlt und kann nicht mehr bezahlt werden. Bitte bestellen Sie neu.',
    unknown: 'Wir haben diese Bestellung nicht gefunden',
    over: 'Melden Sie sich an, um Ihre Bestellung zu sehen',
    failed: 'Wir konnten Ihre Bestellung nicht prüfen',
    safe: 'Falls Sie bezahlt haben, ändert das nichts an Ihrer Zahlung.',
    again: 'Erneut prüfen',
    signIn: 'Per E-Mail anmelden',
    countsFor:
      'Was Sie einmalig bezahlt haben, zählt für das Guthaben mit der Endung {ending}, auch wenn es nicht Ihres ist.',
    token: 'Ein Token für Programme, 24 Stunden gültig',
    tokenHint:
      'Damit kann ein Programm verbrauchen, was Sie hier gekauft haben; sonst sieht es nichts von Ihnen. Es wird nur dieses eine Mal angezeigt.',
    signInHint:
      'Um Ihre Abrechnung zu verwalten, melden Sie sich mit der E-Mail-Adresse an, mit der Sie bezahlt haben.',
    billing: 'Zu Ihrer Abrechnung',
  },
  linkExpired: {
    heading: 'Dieser Link gilt nicht mehr',
    lead: 'Er ist abgelaufen, wurde schon benutzt oder durch eine neuere E-Mail ersetzt. Geben Sie Ihre E-Mail-Adresse ein, um einen neuen zu erhalten.',
    submit: 'Neuen Link anfordern',
  },
  signedOut: {
    heading: 'Sie sind abgemeldet',
    lead: 'Um zurückzukommen, fordern Sie einen neuen Link an.',
  },
  sessionEnded: {
    heading: 'Bitte melden Sie sich erneut an',
    lead: 'Zu Ihrer Sicherheit werden Sie nach kurzer Zeit abgemeldet.',
  },
  emailUnproven: {
    heading: 'Bestätigen Sie Ihre E-Mail-Adresse',
    lead: 'Wir senden Ihnen einen Link, um sicherzugehen, dass diese Adresse Ihnen gehört.',
  },
  error: {
    heading: 'Etwas ist schiefgegangen',
    retry: 'Erneut versuchen',
    retryWait: 'Erneut versuchen in {seconds} s',
    wait: {
      one: 'Bitte warten Sie {seconds} Sekunde und versuchen Sie es erneut.',
      other: 'Bitte warten Sie {seconds} Sekunden und versuchen Sie es erneut.',
    },
    owner:
      'Ist das Ihre Seite? Führen Sie {doctor} in Ihrer Kopie des Codes aus, um zu sehen, was zu beheben ist.',
  },
  notSetUp: {
    heading: 'Diese Seite ist noch nicht eingerichtet',
    visitor: 'Bitte versuchen Sie es später erneut.',
    owner:
      'Ist das Ihre Seite? Führen Sie {setup} in Ihrer Kopie des Codes aus, oder richten Sie sie nach {guide} von Hand ein.',
    names: 'Noch nicht gesetzt: {names}',
  },
  faults: {
    offline:
      'Wir konnten den Server nicht erreichen. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
    slow: 'Die Antwort des Servers hat zu lange gedauert. Bitte versuchen Sie es erneut.',
    busy: 'Zu viele Versuche. Bitte warten Sie einen Moment und versuchen Sie es erneut.',
    mailBusy:
      'Es wurden zu oft E-Mails angefordert. Nutzen Sie die neueste, die Sie erhalten haben, oder versuchen Sie es später erneut.',
    mailBroken:
      'Im Moment können wir keine E-Mails zur Anmeldung senden. Das Problem liegt bei uns.',
    address: 'An diese Adresse können wir keine E-Mails senden. Bitte prüfen Sie die Schreibweise.',
    captcha:
      'Wir konnten nicht prüfen, ob Sie ein Mensch sind. Laden Sie die Seite neu und versuchen Sie es erneut.',
    code: 'Dieser Code gilt nicht. Prüfen Sie ihn oder fordern Sie eine neue E-Mail an.',
    banned: 'Mit dieser Adresse können Sie sich hier nicht anmelden.',
    auth: 'Der Anmeldedienst antwortet nicht wie erwartet. Bitte versuchen Sie es in ein paar Minuten erneut.',
    stripe:
      'Stripe antwortet im Moment nicht. An Ihren Abos ändert das nichts. Bitte versuchen Sie es gleich noch einmal.',
    lookup:
      'Wir konnten Ihre Kundenkonten nicht laden. Bitte versuchen Sie es in ein paar Minuten erneut.',
    owner:
      'Diese Seite ist noch nicht vollständig eingerichtet und kann Ihre Abrechnung nicht öffnen.',
    gone: 'Dieses Kundenkonto gehört nicht mehr zu Ihrer E-Mail-Adresse. Laden Sie die Seite neu, um die aktuellen zu sehen.',
    order:
      'Vielleicht ist der Link unvollständig. Wenn Sie bezahlt haben, melden Sie sich mit der E-Mail-Adresse an, mit der Sie bezahlt haben.',
    orderOver:
      'Sie wurde vor einiger Zeit bezahlt. Melden Sie sich mit der E-Mail-Adresse an, mit der Sie bezahlt haben.',
    flow: 'Das geht hier nicht direkt. „Abrechnung verwalten“ zeigt, was möglich ist.',
    ours: 'Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es erneut. Wenn es wieder passiert, wenden Sie sich an uns.',
  },
}
