import type { PlansWords } from './text.ts'

export const text: PlansWords = {
  faults: {
    lookup:
      'C’est impossible pour le moment. Rien n’a été débité. Veuillez réessayer dans quelques minutes.',
    owner: 'La vente n’est pas encore entièrement configurée ici. Rien n’a été débité.',
  },
  plans: {
    heading: 'Formules et prix',
    lead: 'Vous payez sur une page sécurisée de Stripe. Votre achat est utilisable dès qu’il est payé.',
    loading: 'Chargement des prix…',
    choose: 'Choisir {product}',
    opening: 'Ouverture de Stripe…',
    priceOf: 'Prix de {product}',
    once: 'Paiement unique',
    renews: 'Se renouvelle jusqu’à votre résiliation',
    trial: {
      one: '{count} jour gratuit, puis {price}. Se renouvelle jusqu’à votre résiliation',
      many: '{count} de jours gratuits, puis {price}. Se renouvelle jusqu’à votre résiliation',
      other: '{count} jours gratuits, puis {price}. Se renouvelle jusqu’à votre résiliation',
    },
    byQuantity: 'Selon la quantité',
    custom: 'Vous choisissez le montant',
    least: 'À partir de {amount}',
    most: 'Jusqu’à {amount}',
    between: 'De {least} à {most}',
    suggested: 'Suggestion : {amount}',
    creditsPer: '{credits} par tranche de {amount}',
    creditsLater: '{credits} après la période d’essai',
    yours: 'Votre formule',
    manage: 'Modifier ou résilier',
    unsure: 'Nous n’avons pas pu vérifier ce que vous avez déjà.',
    already: 'Déjà client ? {manage}',
    see: 'Voir les formules et les prix',
    forAccount:
      'Ce que vous payez une seule fois va au solde de crédits se terminant par {ending}.',
    forPayer:
      'Un abonnement est lié à l’adresse e-mail avec laquelle vous payez, pas au solde de crédits se terminant par {ending}.',
    running:
      'Vous avez déjà {product}. Vous pouvez changer de formule plutôt que de payer deux fois.',
    change: 'Changer de formule',
    ended: 'Ceci n’est plus en vente. Rechargez la page pour voir l’offre actuelle.',
    nothing: 'Rien n’est en vente ici pour le moment',
    later: 'Veuillez revenir plus tard.',
    owner:
      'Ce site est à vous ? Dans Stripe, ajoutez {metadata} aux métadonnées de chaque prix que vous vendez ici, puis lancez {doctor}.',
    failed: 'Les prix n’ont pas pu être chargés',
  },
}
