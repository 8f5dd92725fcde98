import type { Text } from './text.ts'

/** French. A narrow no-break space (U+202F) stands before ; ! ? and a no-break space (U+00A0) before a colon. */
export const text: Text = {
  page: {
    language: 'fr',
    direction: 'ltr',
    title: '{heading} · {brand}',
    scriptOff: 'Cette page a besoin de JavaScript. Veuillez l’activer dans votre navigateur.',
    slow: 'Cette page met plus de temps que d’habitude à se charger. Si rien n’apparaît bientôt, rechargez-la.',
    support: 'Des questions ? {support}',
    noSupport: 'Des questions ? Écrivez à la boutique que vous avez payée.',
    problem: 'Cela n’a pas fonctionné',
    requestId: 'Pour l’assistance : {id}',
    secured: 'Vos données de paiement restent chez Stripe. Il n’y a pas de mot de passe à retenir.',
  },
  mailForm: {
    label: 'Adresse e-mail',
    hint: 'Celle que vous avez indiquée lors du paiement.',
    submit: 'Recevoir un lien',
    pending: 'Envoi en cours…',
    next: 'L’e-mail contient un lien et un code. Chacun est valable une seule fois, pendant 15 minutes.',
    empty: 'Saisissez votre adresse e-mail',
    malformed: 'Saisissez une adresse e-mail du type nom@example.com',
  },
  signIn: {
    heading: 'Gérer votre facturation',
    lead: 'Factures, cartes et abonnements chez {brand}. Nous vous enverrons un e-mail pour vous connecter.',
  },
  mailSent: {
    heading: 'Consultez vos e-mails',
    lead: 'Nous avons envoyé un e-mail à {email}. Ouvrez le lien qu’il contient, ou saisissez son code ici.',
    already:
      'Un e-mail a été envoyé à {email} il y a moins d’une minute. Ouvrez le lien qu’il contient, ou saisissez son code ici.',
    open: 'Ouvrir {service} dans un nouvel onglet',
    label: 'Code reçu par e-mail',
    hint: 'Les espaces ne comptent pas.',
    submit: 'Continuer',
    pending: 'Vérification…',
    empty: 'Saisissez le code reçu par e-mail',
    malformed: 'Le code comporte de 6 à 10 chiffres',
    refused:
      'Mal saisi, déjà utilisé, remplacé par un e-mail plus récent ou vieux de plus de 15 minutes',
    newest: 'Seul l’e-mail le plus récent est valable.',
    lasts: 'Son lien et son code sont valables une seule fois, pendant 15 minutes.',
    spam: 'Toujours rien après une minute ? Regardez dans vos courriers indésirables.',
    resend: 'Renvoyer un e-mail',
    resendWait: 'Renvoyer un e-mail dans {seconds} s',
    resent: 'Un nouvel e-mail est en route. Le précédent n’est plus valable.',
    other: 'Utiliser une autre adresse',
  },
  confirm: {
    heading: 'Accéder à votre facturation',
    lead: 'Votre lien est bien arrivé. Appuyez sur « Continuer » pour ouvrir votre facturation.',
    why: 'Pourquoi un bouton ? Certaines messageries ouvrent les liens d’elles-mêmes, et celui-ci n’est valable qu’une fois.',
    submit: 'Continuer',
    pending: 'Vérification…',
  },
  loading: {
    heading: 'Recherche de votre facturation…',
    found: {
      one: '{count} fiche client trouvée',
      other: '{count} fiches client trouvées',
    },
  },
  links: {
    heading: 'Votre facturation',
    several: {
      other:
        'Vous avez {count} fiches client à cette adresse, chacune avec ses cartes et ses factures. De laquelle s’agit-il ?',
    },
    signedIn: 'Votre session : {email}',
    signOut: 'Se déconnecter',
    more: {
      one: '{product} et {count} autre',
      other: '{product} et {count} autres',
    },
    unnamed: 'Abonnement',
    since: 'Fiche client depuis {month}',
    noneCurrent: 'Aucun abonnement en cours',
    renews: 'Renouvellement le {date}',
    ends: 'Se termine le {date}',
    trialEnds: 'Essai jusqu’au {date}',
    overdue:
      'Le dernier paiement a échoué. Mettez à jour la carte pour conserver votre abonnement.',
    details: 'Informations pour l’assistance',
    customerId: 'Numéro de client',
    copy: 'Copier',
    copied: 'Copié',
    stay: 'Chaque bouton ouvre le portail de facturation sécurisé de Stripe.',
  },
  actions: {
    manage: 'Gérer la facturation',
    card: 'Mettre à jour la carte',
    plan: 'Changer de formule',
    cancel: 'Annuler l’abonnement',
    invoices: 'Factures',
    opening: 'Ouverture…',
  },
  statuses: {
    active: 'Actif',
    trialing: 'Période d’essai',
    past_due: 'Paiement en retard',
    unpaid: 'Impayé',
    paused: 'Suspendu',
    incomplete: 'En attente du premier paiement',
    incomplete_expired: 'Expiré',
    canceled: 'Terminé',
  },
  per: {
    day: '{price} par jour',
    week: '{price} par semaine',
    month: '{price} par mois',
    year: '{price} par an',
  },
  every: {
    day: { other: '{price} tous les {count} jours' },
    week: {
      other: '{price} toutes les {count} semaines',
    },
    month: { other: '{price} tous les {count} mois' },
    year: { other: '{price} tous les {count} ans' },
  },
  nothingFound: {
    heading: 'Rien à cette adresse',
    lead: 'Nous n’avons trouvé aucun achat avec {email}.',
    spelling:
      'Les majuscules ne comptent pas : les autres graphies de cette adresse ont aussi été recherchées.',
    other: 'Vous avez peut-être payé avec une autre adresse : votre reçu indique laquelle.',
    guest:
      'Un achat unique sans inscription ne crée pas de fiche client : il n’y a alors rien à gérer.',
    deleted: 'Une fiche client supprimée ne peut plus être ouverte ici.',
    again: 'Essayer une autre adresse',
  },
  linkExpired: {
    heading: 'Ce lien n’est plus valable',
    lead: 'Il a déjà été utilisé, un e-mail plus récent l’a remplacé, ou ses 15 minutes sont écoulées. Il suffit d’appuyer pour en recevoir un nouveau.',
    submit: 'Recevoir un nouveau lien',
  },
  signedOut: {
    heading: 'Déconnexion effectuée',
    lead: 'Cet onglet ne garde plus rien de vous. Pour revenir, demandez un nouveau lien.',
  },
  sessionEnded: {
    heading: 'Veuillez vous reconnecter',
    lead: 'Pour votre sécurité, une connexion ne dure qu’un court moment, et celle-ci a expiré.',
  },
  emailUnproven: {
    heading: 'Nous devons savoir que c’est bien vous',
    lead: 'Cette connexion ne prouve pas que l’adresse est la vôtre. Un lien envoyé par e-mail le prouve.',
  },
  error: {
    heading: 'Un problème est survenu',
    retry: 'Réessayer',
    retryWait: 'Réessayer dans {seconds} s',
    wait: {
      one: 'Veuillez attendre {seconds} seconde, puis réessayer.',
      other: 'Veuillez attendre {seconds} secondes, puis réessayer.',
    },
    owner:
      'Cette page est à vous ? {doctor}, dans votre copie du code, dit ce qu’il faut corriger.',
  },
  notSetUp: {
    heading: 'Cette page n’est pas encore configurée',
    visitor: 'Veuillez revenir un peu plus tard.',
    owner:
      'Cette page est à vous ? Lancez {setup} dans votre copie du code, ou suivez {guide} à la main.',
    names: 'Pas encore défini : {names}',
  },
  faults: {
    offline: 'Nous n’avons pas pu joindre le serveur. Vérifiez votre connexion et réessayez.',
    slow: 'Le serveur a mis trop de temps à répondre. Veuillez réessayer.',
    busy: 'Trop de tentatives en peu de temps. Veuillez patienter un peu, puis réessayer.',
    mailBusy:
      'Nous avons envoyé beaucoup d’e-mails en peu de temps. Veuillez réessayer dans quelques minutes.',
    mailBroken:
      'Nous ne pouvons pas envoyer d’e-mails de connexion pour le moment. La faute est la nôtre, pas la vôtre.',
    address: 'Impossible d’envoyer un e-mail à cette adresse. Vérifiez-la.',
    captcha:
      'Nous n’avons pas pu vérifier que vous n’êtes pas un robot. Rechargez la page et réessayez.',
    code: 'Ce code n’est pas valable. Vérifiez-le, ou demandez un nouvel e-mail.',
    banned: 'Cette adresse ne permet pas de se connecter ici.',
    auth: 'Le service de connexion ne répond pas comme prévu. Veuillez réessayer dans quelques minutes.',
    stripe:
      'Stripe ne répond pas pour le moment. Vos abonnements n’en sont pas affectés. Veuillez réessayer bientôt.',
    lookup:
      'Nous n’avons pas pu consulter vos fiches à l’instant. Veuillez réessayer dans quelques minutes.',
    owner:
      'Cette page n’est pas entièrement configurée et ne peut pas ouvrir votre facturation pour le moment.',
    gone: 'Cette fiche n’est plus liée à votre adresse. Rechargez la page pour voir celles qui le sont.',
    flow: 'Cela ne peut pas se faire directement ici. « Gérer la facturation » montre ce qui est possible.',
    ours: 'L’erreur vient de nous. Veuillez réessayer ; si cela se reproduit, dites-le-nous.',
  },
}
