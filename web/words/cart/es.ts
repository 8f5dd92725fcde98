import type { CartWords } from './text.ts'

export const text: CartWords = {
  faults: {
    lookup:
      'No es posible en este momento. No se ha cobrado nada. Inténtelo de nuevo dentro de unos minutos.',
    owner: 'La venta aún no está del todo configurada aquí. No se ha cobrado nada.',
  },
  cart: {
    heading: 'Su carrito',
    loading: 'Cargando su carrito…',
    empty: 'Su carrito está vacío',
    emptyLead: 'Lo que añada en este sitio se guarda aquí, en este navegador.',
    quantityOf: 'Cantidad de {product}',
    remove: 'Quitar {product}',
    removed: '{product} quitado',
    once: 'Pago único',
    renews: 'Se renueva hasta que lo cancele',
    trial: {
      one: '{count} día gratis y después {price}',
      many: '{count} de días gratis y después {price}',
      other: '{count} días gratis y después {price}',
    },
    custom: 'Usted elige el importe en la página siguiente',
    byQuantity: 'Depende de la cantidad',
    subtotal: 'Subtotal: {amount}',
    later: 'El envío, los impuestos y los códigos promocionales vienen en la página siguiente.',
    ended: 'Ya no está a la venta',
    now: 'Ahora {price}',
    take: 'Elegir {product} a este precio',
    pay: 'Tramitar el pedido',
    opening: 'Abriendo Stripe…',
    lead: 'Paga en una página segura de Stripe, que solo pide una dirección si se le envía algo.',
    endedInOrder:
      'Algo de su carrito ya no está a la venta. Quítelo o elija lo que hay en su lugar.',
    running: 'Ya tiene uno de estos planes. Puede cambiarlo en lugar de pagar dos veces.',
    change: 'Cambiar de plan',
    currency: 'Un pedido se paga en una sola moneda. Pida por separado lo que esté en otra.',
    rhythm:
      'Un pedido se renueva con un solo ritmo, por ejemplo cada mes. Pida los demás por separado.',
    shipping: 'Estos artículos no se pueden enviar juntos. Pídalos por separado.',
    suggested: {
      one: 'El enlace que le ha traído aquí propone {count} artículo.',
      many: 'El enlace que le ha traído aquí propone {count} de artículos.',
      other: 'El enlace que le ha traído aquí propone {count} artículos.',
    },
    add: 'Añadir al carrito',
    leave: 'Dejarlo',
    separately: 'No se ha añadido, porque necesita un pedido propio: {products}',
    notKept:
      'Su navegador no guarda nada de este sitio: el carrito dura hasta que salga de esta página.',
    failed: 'No se ha podido cargar su carrito',
    back: 'Volver al carrito',
  },
}
