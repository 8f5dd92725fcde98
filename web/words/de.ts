import type { Text } from './text.ts'

/** German. */
export const text: Text = {
  page: {
    language: 'de',
    direction: 'ltr',
    title: '{heading} · {brand}',
    scriptOff: 'Diese Seite braucht JavaScript. Bitte schalten Sie es in Ihrem Browser ein.',
    slow: 'Diese Seite lädt länger als sonst. Wenn hier bald nichts erscheint, laden Sie sie bitte neu.',
    support: 'Fragen? {support}',
    noSupport: 'Fragen? Wenden Sie sich bitte an den Anbieter, bei dem Sie bezahlt haben.',
    problem: 'Das hat nicht geklappt',
    requestId: 'Für den Support: {id}',
    secured: 'Ihre Zahlungsdaten bleiben bei Stripe. Ein Passwort brauchen Sie nicht.',
  },
  mailForm: {
    label: 'E-Mail-Adresse',
    hint: 'Die Adresse, die Sie beim Bezahlen angegeben haben.',
    submit: 'Link anfordern',
    pending: 'Wird gesendet …',
    next: 'Die E-Mail enthält einen Link und einen Code. Beide gelten einmal und 15 Minuten lang.',
    empty: 'Geben Sie Ihre E-Mail-Adresse ein',
    malformed: 'Geben Sie eine E-Mail-Adresse wie name@example.com ein',
  },
  signIn: {
    heading: 'Abrechnung verwalten',
    lead: 'Rechnungen, Karten und Abos bei {brand}. Sie erhalten eine E-Mail, mit der Sie sich anmelden.',
  },
  mailSent: {
    heading: 'Sehen Sie in Ihr Postfach',
    lead: 'Wir haben eine E-Mail an {email} gesendet. Öffnen Sie den Link darin oder geben Sie hier den Code ein.',
    already:
      'Vor weniger als einer Minute ging eine E-Mail an {email}. Öffnen Sie den Link darin oder geben Sie hier den Code ein.',
    open: '{service} in neuem Tab öffnen',
    label: 'Code aus der E-Mail',
    hint: 'Leerzeichen spielen keine Rolle.',
    submit: 'Weiter',
    pending: 'Wird geprüft …',
    empty: 'Geben Sie den Code aus der E-Mail ein',
    malformed: 'Der Code hat 6 bis 10 Ziffern',
    refused: 'Vertippt, schon benutzt, durch eine neuere E-Mail ersetzt oder älter als 15 Minuten',
    newest: 'Nur die neueste E-Mail gilt.',
    lasts: 'Link und Code gelten einmal und 15 Minuten lang.',
    spam: 'Nach einer Minute noch nichts da? Sehen Sie im Spam-Ordner nach.',
    resend: 'E-Mail erneut senden',
    resendWait: 'E-Mail erneut senden in {seconds} s',
    resent: 'Eine neue E-Mail ist unterwegs. Die vorige gilt nicht mehr.',
    other: 'Andere Adresse verwenden',
  },
  confirm: {
    heading: 'Weiter zu Ihrer Abrechnung',
    lead: 'Ihr Link ist angekommen. Ein Klick auf „Weiter“ öffnet Ihre Abrechnung.',
    why: 'Warum noch ein Klick? Manche E-Mail-Programme öffnen Links von selbst, und dieser gilt nur einmal.',
    submit: 'Weiter',
    pending: 'Wird geprüft …',
  },
  loading: {
    heading: 'Ihre Abrechnung wird gesucht …',
    found: {
      one: '{count} Kundeneintrag gefunden',
      other: '{count} Kundeneinträge gefunden',
    },
  },
  links: {
    heading: 'Ihre Abrechnung',
    several: {
      other:
        'Unter dieser Adresse gibt es {count} Kundeneinträge, jeder mit eigenen Karten und Rechnungen. Um welchen geht es?',
    },
    signedIn: 'Angemeldet als {email}',
    signOut: 'Abmelden',
    more: { one: '{product} und {count} weiteres', other: '{product} und {count} weitere' },
    unnamed: 'Abo',
    since: 'Kundeneintrag seit {month}',
    noneCurrent: 'Kein laufendes Abo',
    renews: 'Verlängert sich am {date}',
    ends: 'Endet am {date}',
    trialEnds: 'Testphase bis zum {date}',
    overdue:
      'Die letzte Zahlung ist fehlgeschlagen. Aktualisieren Sie die Karte, um Ihr Abo zu behalten.',
    details: 'Angaben für den Support',
    customerId: 'Kundennummer',
    copy: 'Kopieren',
    copied: 'Kopiert',
    stay: 'Jede Schaltfläche öffnet das sichere Kundenportal von Stripe.',
  },
  actions: {
    manage: 'Abrechnung verwalten',
    card: 'Karte aktualisieren',
    plan: 'Tarif wechseln',
    cancel: 'Abo kündigen',
    invoices: 'Rechnungen',
    opening: 'Wird geöffnet …',
  },
  statuses: {
    active: 'Aktiv',
    trialing: 'Testphase',
    past_due: 'Zahlung überfällig',
    unpaid: 'Unbezahlt',
    paused: 'Pausiert',
    incomplete: 'Wartet auf die erste Zahlung',
    incomplete_expired: 'Abgelaufen',
    canceled: 'Beendet',
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
  nothingFound: {
    heading: 'Nichts unter dieser Adresse',
    lead: 'Wir haben keine Käufe unter {email} gefunden.',
    spelling:
      'Groß- und Kleinschreibung spielt keine Rolle: Andere Schreibweisen dieser Adresse wurden mit gesucht.',
    other:
      'Vielleicht haben Sie mit einer anderen Adresse bezahlt: Auf der Quittung steht, mit welcher.',
    guest:
      'Ein einmaliger Kauf als Gast hinterlässt keinen Kundeneintrag; dann gibt es nichts zu verwalten.',
    deleted: 'Ein gelöschter Kundeneintrag lässt sich hier nicht mehr öffnen.',
    again: 'Andere Adresse versuchen',
  },
  linkExpired: {
    heading: 'Dieser Link gilt nicht mehr',
    lead: 'Er wurde schon benutzt, durch eine neuere E-Mail ersetzt oder ist älter als 15 Minuten. Ein Klick genügt für einen neuen.',
    submit: 'Neuen Link anfordern',
  },
  signedOut: {
    heading: 'Sie sind abgemeldet',
    lead: 'In diesem Tab ist nichts mehr von Ihnen gespeichert. Um zurückzukommen, fordern Sie einen neuen Link an.',
  },
  sessionEnded: {
    heading: 'Bitte melden Sie sich erneut an',
    lead: 'Zu Ihrer Sicherheit gilt eine Anmeldung nur kurze Zeit. Ihre ist abgelaufen.',
  },
  emailUnproven: {
    heading: 'Wir müssen wissen, dass Sie es sind',
    lead: 'Diese Anmeldung beweist nicht, dass die Adresse Ihnen gehört. Ein Link, den Sie per E-Mail erhalten, beweist es.',
  },
  error: {
    heading: 'Etwas ist schiefgegangen',
    retry: 'Erneut versuchen',
    retryWait: 'Erneut versuchen in {seconds} s',
    wait: {
      one: 'Bitte warten Sie {seconds} Sekunde und versuchen Sie es erneut.',
      other: 'Bitte warten Sie {seconds} Sekunden und versuchen Sie es erneut.',
    },
    owner: 'Ist das Ihre Seite? {doctor} in Ihrer Kopie des Codes sagt, was zu beheben ist.',
  },
  notSetUp: {
    heading: 'Diese Seite ist noch nicht eingerichtet',
    visitor: 'Bitte kommen Sie etwas später wieder.',
    owner:
      'Ist das Ihre Seite? Führen Sie {setup} in Ihrer Kopie des Codes aus, oder gehen Sie {guide} von Hand durch.',
    names: 'Noch nicht gesetzt: {names}',
  },
  faults: {
    offline:
      'Wir konnten den Server nicht erreichen. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
    slow: 'Der Server hat zu lange nicht geantwortet. Bitte versuchen Sie es erneut.',
    busy: 'Zu viele Versuche in kurzer Zeit. Bitte warten Sie ein wenig und versuchen Sie es erneut.',
    mailBusy:
      'Wir haben in kurzer Zeit viele E-Mails gesendet. Bitte versuchen Sie es in ein paar Minuten erneut.',
    mailBroken:
      'Im Moment können wir keine E-Mails zur Anmeldung senden. Das liegt an uns, nicht an Ihnen.',
    address: 'An diese Adresse können wir keine E-Mails senden. Bitte prüfen Sie die Schreibweise.',
    captcha:
      'Wir konnten nicht prüfen, ob Sie ein Mensch sind. Laden Sie die Seite neu und versuchen Sie es erneut.',
    code: 'Dieser Code gilt nicht. Prüfen Sie ihn oder fordern Sie eine neue E-Mail an.',
    banned: 'Mit dieser Adresse können Sie sich hier nicht anmelden.',
    auth: 'Der Anmeldedienst antwortet nicht wie erwartet. Bitte versuchen Sie es in ein paar Minuten erneut.',
    stripe:
      'Stripe antwortet im Moment nicht. An Ihren Abos ändert das nichts. Bitte versuchen Sie es bald erneut.',
    lookup:
      'Wir konnten Ihre Einträge gerade nicht abrufen. Bitte versuchen Sie es in ein paar Minuten erneut.',
    owner:
      'Diese Seite ist noch nicht vollständig eingerichtet und kann Ihre Abrechnung im Moment nicht öffnen.',
    gone: 'Dieser Eintrag gehört nicht mehr zu Ihrer Adresse. Laden Sie die Seite neu, um den aktuellen Stand zu sehen.',
    flow: 'Das geht hier nicht auf direktem Weg. „Abrechnung verwalten“ zeigt, was möglich ist.',
    ours: 'Das war unser Fehler. Bitte versuchen Sie es erneut. Passiert es wieder, sagen Sie uns Bescheid.',
  },
}
