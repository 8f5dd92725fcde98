import type { CartWords } from './text.ts'

export const text: CartWords = {
  faults: {
    lookup:
      'Ce n’est pas possible pour le moment. Rien n’a été débité. Veuillez réessayer dans quelques minutes.',
    owner: 'La vente n’est pas encore entièrement configurée ici. Rien n’a été débité.',
  },
  cart: {
    heading: 'Votre panier',
    loading: 'Chargement de votre panier…',
    empty: 'Votre panier est vide',
    emptyLead: 'Ce que vous ajoutez sur ce site est conservé ici, dans ce navigateur.',
    quantityOf: 'Quantité de {product}',
    remove: 'Retirer {product}',
    removed: '{product} retiré',
    once: 'Paiement unique',
    renews: 'Renouvelé jusqu’à votre résiliation',
    trial: {
      one: '{count} jour gratuit, puis {price}',
      many: '{count} de jours gratuits, puis {price}',
      other: '{count} jours gratuits, puis {price}',
    },
    custom: 'Vous choisissez le montant à la page suivante',
    byQuantity: 'Dépend de la quantité',
    subtotal: 'Sous-total : {amount}',
    later: 'La livraison, les taxes et les codes promo viennent à la page suivante.',
    ended: 'N’est plus en vente',
    now: 'Maintenant {price}',
    take: 'Prendre {product} à ce prix',
    pay: 'Passer la commande',
    opening: 'Ouverture de Stripe…',
    lead: 'Vous payez sur une page sécurisée de Stripe, qui ne demande une adresse que si quelque chose vous est envoyé.',
    endedInOrder:
      'Un article de votre panier n’est plus en vente. Retirez-le ou prenez celui qui le remplace.',
    running:
      'Vous avez déjà l’un de ces abonnements. Vous pouvez le modifier au lieu de payer deux fois.',
    change: 'Changer d’abonnement',
    currency:
      'Une commande se paie dans une seule devise. Veuillez commander séparément ce qui est dans une autre.',
    rhythm:
      'Une commande se renouvelle à un seul rythme, par exemple chaque mois. Veuillez commander les autres séparément.',
    shipping:
      'Ces articles ne peuvent pas être envoyés ensemble. Veuillez les commander séparément.',
    suggested: {
      one: 'Le lien qui vous a mené ici propose {count} article.',
      many: 'Le lien qui vous a mené ici propose {count} d’articles.',
      other: 'Le lien qui vous a mené ici propose {count} articles.',
    },
    add: 'Ajouter à votre panier',
    leave: 'Laisser',
    separately: 'Non ajouté, car à commander à part : {products}',
    notKept:
      'Votre navigateur ne conserve rien pour ce site : le panier dure jusqu’à ce que vous quittiez cette page.',
    failed: 'Votre panier n’a pas pu être chargé',
    back: 'Retour au panier',
  },
}
