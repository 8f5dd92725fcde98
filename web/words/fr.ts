import type { Text } from './text.ts'

/** French. A narrow no-break space (U+202F) comes before ; ! ? and a no-break space (U+00A0) before a colon. */
export const text: Text = {
  page: {
    language: 'fr',
    direction: 'ltr',
    title: '{heading} · {brand}',
    scriptOff: 'Cette page a besoin de JavaScript. Veuillez l’activer dans votre navigateur.',
    slow: 'Cette page met plus de temps que d’habitude à se charger. Si rien n’apparaît, rechargez-la ou utilisez un navigateur plus récent.',
    support: 'Des questions ? {support}',
    noSupport: 'Des questions ? Contactez l’entreprise que vous avez payée.',
    problem: 'Cela n’a pas fonctionné',
    requestId: 'Référence pour l’assistance : {id}',
    secured: 'Vos données de paiement restent chez Stripe. Il n’y a pas de mot de passe à retenir.',
  },
  mailForm: {
    label: 'Adresse e-mail',
    hint: 'L’adresse e-mail avec laquelle vous avez payé.',
    submit: 'Recevoir un lien de connexion',
    pending: 'Envoi en cours…',
    next: 'Vous recevrez par e-mail un lien et un code. Utilisez l’un des deux dans les 15 minutes. Ils ne sont valables qu’une fois.',
    empty: 'Saisissez votre adresse e-mail',
    malformed: 'Saisissez une adresse e-mail valable, par exemple nom@example.com',
    meant: 'Vouliez-vous dire {email} ?',
  },
  signIn: {
    heading: 'Gérer votre facturation',
    lead: 'Consultez vos factures, mettez à jour votre moyen de paiement ou gérez vos abonnements chez {brand}.',
  },
  mailSent: {
    heading: 'Consultez vos e-mails',
    lead: 'Nous avons envoyé un e-mail à {email}. Ouvrez le lien qu’il contient ou saisissez le code ci-dessous.',
    already:
      'Un e-mail à {email} a été envoyé ou demandé il y a peu. Ouvrez le lien du plus récent ou saisissez son code ci-dessous.',
    open: 'Ouvrir {service} dans un nouvel onglet',
    label: 'Code reçu par e-mail',
    hint: 'Les espaces ne comptent pas. Un code complet est envoyé automatiquement.',
    submit: 'Se connecter',
    pending: 'Vérification…',
    empty: 'Saisissez le code reçu par e-mail',
    malformed: 'Le code doit comporter de 6 à 10 chiffres',
    refused:
      'Il a peut-être été mal saisi, déjà utilisé ou remplacé par un e-mail plus récent, ou il date de plus de 15 minutes',
    newest: 'Si vous avez reçu plusieurs e-mails, utilisez le plus récent.',
    lasts: 'Le lien et le code sont valables 15 minutes et ne peuvent servir qu’une fois.',
    spam: 'Pas d’e-mail après une minute ? Regardez dans vos courriers indésirables.',
    resend: 'Envoyer un autre e-mail',
    resendWait: 'Envoyer un autre e-mail dans {seconds} s',
    resent: 'Nous avons envoyé un autre e-mail. Utilisez le plus récent.',
    other: 'Utiliser une autre adresse e-mail',
  },
  confirm: {
    heading: 'Accéder à votre facturation',
    lead: 'Appuyez sur « Se connecter » pour ouvrir votre facturation.',
    leadFor: 'Appuyez sur « Se connecter » pour ouvrir la facturation de {email}.',
    why: 'Pourquoi cette étape ? Certaines messageries ouvrent les liens automatiquement, et celui-ci n’est valable qu’une fois.',
    foreign: 'Si ce n’est pas votre adresse e-mail, ne vous connectez pas.',
    submit: 'Se connecter',
    pending: 'Vérification…',
  },
  loading: {
    heading: 'Chargement de votre facturation…',
    found: {
      one: '{count} compte de facturation trouvé',
      other: '{count} comptes de facturation trouvés',
    },
  },
  links: {
    heading: 'Votre facturation',
    several: {
      other:
        'Cette adresse e-mail est liée à {count} comptes de facturation, chacun avec ses moyens de paiement et ses factures. Lequel voulez-vous gérer ?',
    },
    signedIn: 'Connecté avec {email}',
    signOut: 'Se déconnecter',
    more: {
      one: '{product} et {count} autre',
      other: '{product} et {count} autres',
    },
    unnamed: 'Abonnement',
    since: 'Client depuis {month}',
    find: 'Rechercher un compte de facturation',
    findHint: 'Par produit, nom ou numéro de client',
    earlier: {
      one: '{count} compte de facturation sans abonnement actif',
      other: '{count} comptes de facturation sans abonnement actif',
    },
    noneCurrent: 'Aucun abonnement actif',
    renews: 'Renouvellement le {date}',
    ends: 'Se termine le {date}',
    trialEnds: 'L’essai se termine le {date}',
    overdue:
      'Le dernier paiement a échoué. Mettez à jour votre moyen de paiement pour conserver votre abonnement.',
    details: 'Informations pour l’assistance',
    customerId: 'Numéro de client',
    copy: 'Copier',
    copied: 'Copié',
    stay: 'Les paiements et les modifications se font sur des pages sécurisées de Stripe.',
    sinceMoment: 'Client depuis le {moment}',
    moreSubscriptions: 'Il y a d’autres abonnements. « Gérer la facturation » les montre tous.',
    free: 'Gratuit',
    byUsage: 'Prix selon l’utilisation',
    afterTrial: 'puis {price}',
    times: '{count} × {product}',
    usableUntil: 'Utilisable jusqu’au {date}',
    pausedUntil: 'Paiements suspendus jusqu’au {date}',
    chargedTo: 'Prélevé sur {method}',
    expires: 'Prélevé sur {method}, expire en {date}',
    expiresSoon: 'Prélevé sur {method}, qui expire bientôt ({date})',
    expired: 'Prélevé sur {method}, qui a expiré ({date})',
    ownMethod:
      'Cet abonnement a son propre moyen de paiement. Pour le changer, choisissez « Gérer la facturation ».',
    lastPaid: 'Dernier paiement : {amount} le {date}',
    nextPayment: 'Prochain paiement : {amount} le {date}',
    overdueInvoices:
      'Des paiements ont échoué. Réglez les factures impayées pour conserver votre abonnement.',
    overduePay: 'Le dernier paiement a échoué. Payez maintenant pour conserver votre abonnement.',
    notYours:
      'N’importe qui peut saisir votre adresse e-mail lors d’un achat. Si vous ne reconnaissez pas ce compte, ne payez pas.',
    overdueBelow: 'Afficher le compte dont un paiement est en retard',
    moreThanShown:
      'D’autres comptes de facturation, qui ne sont pas affichés ici, sont liés à cette adresse e-mail.',
    showMore: 'Afficher d’autres comptes',
  },
  done: {
    cancel: '{product} : abonnement résilié.',
    until: 'Vous pouvez l’utiliser jusqu’au {date}.',
    noCharge: 'Vous ne serez plus débité pour cet abonnement.',
    plan: '{product} : votre changement est enregistré.',
    card: 'Votre nouveau moyen de paiement est enregistré.',
  },
  actions: {
    manage: 'Gérer la facturation',
    card: 'Mettre à jour le moyen de paiement',
    plan: 'Changer de formule',
    cancel: 'Résilier l’abonnement',
    invoices: 'Voir les factures',
    opening: 'Ouverture…',
    pay: 'Payer {amount} maintenant',
    keep: 'Conserver l’abonnement',
  },
  records: {
    none: 'Aucune facture pour le moment',
    noOrders: 'Nous n’avons trouvé aucun achat effectué sans compte avec cette adresse e-mail.',
    unavailable: 'Ces informations ne peuvent pas être affichées ici pour le moment.',
    older: 'Afficher les précédents',
    loading: 'Chargement…',
    pdf: 'PDF',
    page: 'Voir',
    receipt: 'Reçu',
    orders: 'Afficher les achats sans compte',
    refunded: '{amount} remboursés',
    paid: 'Payée',
    open: 'À payer',
    void: 'Annulée',
    uncollectible: 'Irrécouvrable',
  },
  statuses: {
    active: 'Actif',
    trialing: 'Période d’essai',
    past_due: 'Paiement en retard',
    unpaid: 'Impayé',
    paused: 'Suspendu',
    incomplete: 'En attente du premier paiement',
    incomplete_expired: 'Expiré',
    canceled: 'Résilié',
    canceling: 'Résilié',
    collection_paused: 'Paiements suspendus',
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
  credits: {
    amount: { one: '{count} crédit', many: '{count} de crédits', other: '{count} crédits' },
  },
  nothingFound: {
    heading: 'Aucun compte de facturation trouvé',
    lead: 'Nous n’avons trouvé aucun compte de facturation pour {email}.',
    spelling:
      'Les majuscules ne comptent pas : nous avons aussi cherché d’autres graphies de cette adresse.',
    other:
      'Vous avez peut-être payé avec une autre adresse e-mail. Vérifiez où votre reçu a été envoyé.',
    guest:
      'Un achat unique sans inscription ne crée pas de compte de facturation : il n’y a alors rien à gérer.',
    deleted: 'Un compte de facturation supprimé ne peut plus être ouvert ici.',
    again: 'Essayer une autre adresse e-mail',
  },
  account: {
    heading: 'Ce que vous pouvez utiliser',
    unknown: 'Nous n’avons pas pu vérifier ce que vous pouvez utiliser.',
  },
  purchase: {
    checking: 'Vérification de votre commande…',
    paid: 'Merci pour votre commande',
    paidLead: 'Vous pouvez l’utiliser dès maintenant.',
    works: 'Disponible',
    none: 'Cette commande ne donne aucun accès',
    noneLead:
      'Elle a été payée, mais ne donne aucun accès pour le moment. Elle a peut-être été remboursée ou résiliée.',
    noAccess: 'Aucun accès',
    processing: 'Votre paiement est en cours',
    processingLead:
      'Certains moyens de paiement prennent quelques jours. Votre commande sera disponible dès l’arrivée du paiement.',
    waits: 'En attente du paiement',
    watching:
      'Cette page vérifie encore pendant quelques minutes. Vous n’êtes pas obligé d’attendre ici.',
    stopped: 'Cette page ne vérifie plus automatiquement.',
    open: 'Cette commande n’est pas encore payée',
    openLead: 'Si vous venez de payer, vérifiez de nouveau dans un instant.',
    expired: 'Cette commande n’est plus valable',
    expiredLead:
      'Elle n’a pas été payée et ne peut plus l’être. Pour acheter, passez une nouvelle commande.',
    unknown: 'Nous n’avons pas trouvé cette commande',
    over: 'Connectez-vous pour voir votre commande',
    failed: 'Nous n’avons pas pu vérifier votre commande',
    safe: 'Si vous avez payé, votre paiement n’est pas affecté.',
    again: 'Vérifier de nouveau',
    signIn: 'Se connecter par e-mail',
    countsFor:
      'Ce que vous avez payé une seule fois compte pour le solde de crédits se terminant par {ending}, même si ce n’est pas le vôtre.',
    token: 'Un jeton pour vos programmes, valable 24 heures',
    tokenHint:
      'Avec lui, un programme peut dépenser ce que vous avez acheté ici, sans rien voir d’autre. Il ne s’affiche que cette fois.',
    signInHint:
      'Pour gérer votre facturation, connectez-vous avec l’adresse e-mail utilisée pour payer.',
    billing: 'Voir votre facturation',
  },
  linkExpired: {
    heading: 'Ce lien n’est plus valable',
    lead: 'Il a expiré, a déjà été utilisé ou a été remplacé par un e-mail plus récent. Saisissez votre adresse e-mail pour en recevoir un nouveau.',
    submit: 'Recevoir un nouveau lien',
  },
  signedOut: {
    heading: 'Déconnexion effectuée',
    lead: 'Pour revenir, demandez un nouveau lien.',
  },
  sessionEnded: {
    heading: 'Veuillez vous reconnecter',
    lead: 'Pour votre sécurité, la session se ferme après un court moment.',
  },
  emailUnproven: {
    heading: 'Confirmez votre adresse e-mail',
    lead: 'Nous vous enverrons un lien pour vérifier que cette adresse est bien la vôtre.',
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
      'Ce site est à vous ? Lancez {doctor} dans votre copie du code pour voir ce qu’il faut corriger.',
  },
  notSetUp: {
    heading: 'Cette page n’est pas encore configurée',
    visitor: 'Veuillez réessayer plus tard.',
    owner:
      'Ce site est à vous ? Lancez {setup} dans votre copie du code, ou suivez {guide} pour le configurer à la main.',
    names: 'Pas encore défini : {names}',
  },
  faults: {
    offline: 'Nous n’avons pas pu joindre le serveur. Vérifiez votre connexion et réessayez.',
    slow: 'Le serveur a mis trop de temps à répondre. Veuillez réessayer.',
    busy: 'Trop de tentatives. Veuillez patienter un instant, puis réessayer.',
    mailBusy:
      'Des e-mails ont été demandés trop souvent. Utilisez le plus récent que vous avez reçu ou réessayez plus tard.',
    mailBroken:
      'Nous ne pouvons pas envoyer d’e-mails de connexion pour le moment. Le problème vient de nous.',
    address: 'Impossible d’envoyer un e-mail à cette adresse. Vérifiez son orthographe.',
    captcha:
      'Nous n’avons pas pu vérifier que vous n’êtes pas un robot. Rechargez la page et réessayez.',
    code: 'Ce code n’est pas valable. Vérifiez-le ou demandez un autre e-mail.',
    banned: 'Vous ne pouvez pas vous connecter avec cette adresse e-mail.',
    auth: 'Le service de connexion ne répond pas comme prévu. Veuillez réessayer dans quelques minutes.',
    stripe:
      'Stripe ne répond pas pour le moment. Vos abonnements n’en sont pas affectés. Veuillez réessayer dans quelques instants.',
    lookup:
      'Nous n’avons pas pu charger vos comptes de facturation. Veuillez réessayer dans quelques minutes.',
    owner: 'Cette page n’est pas entièrement configurée et ne peut pas ouvrir votre facturation.',
    gone: 'Ce compte de facturation n’est plus lié à votre adresse e-mail. Rechargez la page pour voir les comptes actuels.',
    order:
      'Le lien est peut-être incomplet. Si vous avez payé, connectez-vous avec l’adresse e-mail utilisée pour payer.',
    orderOver:
      'Elle a été payée il y a quelque temps. Connectez-vous avec l’adresse e-mail utilisée pour payer.',
    flow: 'Cela ne peut pas se faire directement ici. « Gérer la facturation » montre ce qui est possible.',
    ours: 'Un problème est survenu de notre côté. Veuillez réessayer. Si cela se reproduit, contactez-nous.',
  },
}
