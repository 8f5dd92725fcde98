import type { PlansWords } from './text.ts'

export const text: PlansWords = {
  faults: {
    lookup:
      'Ahora mismo no es posible. No se ha cobrado nada. Vuelva a intentarlo dentro de unos minutos.',
    owner: 'La venta aún no está configurada por completo aquí. No se ha cobrado nada.',
  },
  plans: {
    heading: 'Planes y precios',
    lead: 'El pago se hace en una página segura de Stripe. Lo que compre funciona en cuanto esté pagado.',
    loading: 'Cargando los precios…',
    choose: 'Elegir {product}',
    opening: 'Abriendo Stripe…',
    priceOf: 'Precio de {product}',
    once: 'Pago único',
    renews: 'Se renueva hasta que lo cancele',
    trial: {
      one: '{count} día gratis y después {price}. Se renueva hasta que lo cancele',
      many: '{count} de días gratis y después {price}. Se renueva hasta que lo cancele',
      other: '{count} días gratis y después {price}. Se renueva hasta que lo cancele',
    },
    byQuantity: 'Depende de la cantidad',
    custom: 'Usted elige el importe',
    least: 'Desde {amount}',
    most: 'Hasta {amount}',
    between: 'De {least} a {most}',
    suggested: 'Sugerencia: {amount}',
    creditsPer: '{credits} por cada {amount}',
    creditsLater: '{credits} después del periodo de prueba',
    yours: 'Su plan',
    manage: 'Cambiar o cancelar',
    unsure: 'No hemos podido comprobar lo que ya tiene.',
    already: '¿Ya es cliente? {manage}',
    see: 'Ver planes y precios',
    forAccount: 'Lo que pague una sola vez va al saldo de créditos terminado en {ending}.',
    forPayer:
      'Una suscripción pertenece a la dirección de correo con la que pague, no al saldo de créditos terminado en {ending}.',
    running: 'Ya tiene {product}. Puede cambiarlo en lugar de pagar dos veces.',
    change: 'Cambiar de plan',
    ended: 'Esto ya no está a la venta. Recargue la página para ver lo que hay ahora.',
    nothing: 'Ahora mismo no hay nada a la venta aquí',
    later: 'Vuelva más tarde.',
    owner:
      '¿Es su sitio? En Stripe, añada {metadata} a los metadatos de cada precio que venda aquí y ejecute {doctor}.',
    failed: 'No se han podido cargar los precios',
  },
}
