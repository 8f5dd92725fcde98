import type { Text } from './text.ts'

/** Spanish. */
export const text: Text = {
  page: {
    language: 'es',
    direction: 'ltr',
    title: '{heading} · {brand}',
    scriptOff: 'Esta página necesita JavaScript. Actívelo en su navegador.',
    slow: 'Esta página tarda más de lo normal en cargarse. Si no aparece nada, vuelva a cargarla.',
    support: '¿Tiene alguna pregunta? {support}',
    noSupport: '¿Tiene alguna pregunta? Póngase en contacto con la empresa a la que pagó.',
    problem: 'No ha funcionado',
    requestId: 'Referencia para el servicio de asistencia: {id}',
    secured: 'Sus datos de pago permanecen en Stripe. No hay contraseña que recordar.',
  },
  mailForm: {
    label: 'Correo electrónico',
    hint: 'La dirección de correo con la que pagó.',
    submit: 'Recibir un enlace de acceso',
    pending: 'Enviando…',
    next: 'Le enviaremos por correo un enlace y un código. Use uno de los dos antes de 15 minutos. Solo son válidos una vez.',
    empty: 'Introduzca su correo electrónico',
    malformed: 'Introduzca una dirección de correo válida, como nombre@example.com',
  },
  signIn: {
    heading: 'Gestionar su facturación',
    lead: 'Consulte sus facturas, actualice su método de pago o gestione sus suscripciones de {brand}.',
  },
  mailSent: {
    heading: 'Revise su correo',
    lead: 'Hemos enviado un correo a {email}. Abra el enlace que contiene o introduzca el código a continuación.',
    already:
      'Hace poco se envió o se solicitó un correo a {email}. Abra el enlace del más reciente o introduzca su código a continuación.',
    open: 'Abrir {service} en una pestaña nueva',
    label: 'Código del correo',
    hint: 'Los espacios no importan.',
    submit: 'Iniciar sesión',
    pending: 'Comprobando…',
    empty: 'Introduzca el código del correo',
    malformed: 'El código debe tener entre 6 y 10 cifras',
    refused:
      'Puede que esté mal escrito, ya utilizado, sustituido por un correo más reciente o que tenga más de 15 minutos',
    newest: 'Si tiene varios correos, use el más reciente.',
    lasts: 'El enlace y el código son válidos durante 15 minutos y una sola vez.',
    spam: '¿No ha llegado ningún correo en un minuto? Mire en la carpeta de correo no deseado.',
    resend: 'Enviar otro correo',
    resendWait: 'Enviar otro correo en {seconds} s',
    resent: 'Hemos enviado otro correo. Use el más reciente.',
    other: 'Usar otra dirección de correo',
  },
  confirm: {
    heading: 'Continuar a su facturación',
    lead: 'Pulse «Iniciar sesión» para abrir su facturación.',
    leadFor: 'Pulse «Iniciar sesión» para abrir la facturación de {email}.',
    why: '¿Por qué este paso? Algunas aplicaciones de correo abren los enlaces automáticamente, y este solo es válido una vez.',
    foreign: 'Si esta no es su dirección de correo, no inicie sesión.',
    submit: 'Iniciar sesión',
    pending: 'Comprobando…',
  },
  loading: {
    heading: 'Cargando su facturación…',
    found: {
      one: '{count} cuenta de facturación encontrada',
      other: '{count} cuentas de facturación encontradas',
    },
  },
  links: {
    heading: 'Su facturación',
    several: {
      other:
        'Con esta dirección de correo hay {count} cuentas de facturación, cada una con sus métodos de pago y facturas. ¿Cuál quiere gestionar?',
    },
    signedIn: 'Sesión iniciada como {email}',
    signOut: 'Cerrar sesión',
    more: { one: '{product} y {count} más', other: '{product} y {count} más' },
    unnamed: 'Suscripción',
    since: 'Cliente desde {month}',
    noneCurrent: 'Sin suscripción activa',
    renews: 'Se renueva el {date}',
    ends: 'Termina el {date}',
    trialEnds: 'La prueba termina el {date}',
    overdue:
      'El último pago no se ha completado. Actualice su método de pago para conservar su suscripción.',
    details: 'Datos para el servicio de asistencia',
    customerId: 'Número de cliente',
    copy: 'Copiar',
    copied: 'Copiado',
    stay: 'Cada botón abre una página segura de Stripe.',
    sinceMoment: 'Cliente desde el {moment}',
    moreSubscriptions: 'Hay más suscripciones. Pulse «Gestionar facturación» para verlas todas.',
    free: 'Gratis',
    byUsage: 'Precio según el uso',
    afterTrial: 'después {price}',
    times: '{count} × {product}',
    usableUntil: 'Puede usarla hasta el {date}',
    pausedUntil: 'Pagos en pausa hasta el {date}',
    chargedTo: 'Se cobra en {method}',
    expires: 'Se cobra en {method}, caduca en {date}',
    expiresSoon: 'Se cobra en {method}, que caduca pronto ({date})',
    expired: 'Se cobra en {method}, que ha caducado ({date})',
    ownMethod:
      'Esta suscripción tiene su propio método de pago. Para cambiarlo, elija «Gestionar facturación».',
    lastPaid: 'Último pago: {amount} el {date}',
    nextPayment: 'Próximo pago: {amount} el {date}',
    overduePay: 'El último pago no se ha completado. Pague ahora para conservar su suscripción.',
    notYours:
      'Cualquier persona puede usar la dirección de correo de otra al comprar. Si no reconoce esta cuenta, no pague.',
    overdueBelow: 'Hay un pago atrasado: mostrar la cuenta',
    moreThanShown:
      'Con esta dirección de correo hay más cuentas de facturación de las que se muestran aquí.',
    showMore: 'Mostrar más cuentas',
  },
  done: {
    cancel: '{product}: suscripción cancelada.',
    until: 'Puede usarla hasta el {date}.',
    noCharge: 'No se le volverá a cobrar por ella.',
    plan: '{product}: su cambio se ha guardado.',
    card: 'Su nuevo método de pago se ha guardado.',
  },
  actions: {
    manage: 'Gestionar facturación',
    card: 'Actualizar método de pago',
    plan: 'Cambiar de plan',
    cancel: 'Cancelar suscripción',
    invoices: 'Ver facturas',
    opening: 'Abriendo…',
    pay: 'Pagar {amount} ahora',
    keep: 'Conservar suscripción',
  },
  statuses: {
    active: 'Activa',
    trialing: 'Periodo de prueba',
    past_due: 'Pago atrasado',
    unpaid: 'Sin pagar',
    paused: 'En pausa',
    incomplete: 'A la espera del primer pago',
    incomplete_expired: 'Vencida',
    canceled: 'Cancelada',
    canceling: 'Cancelada',
    collection_paused: 'Pagos en pausa',
  },
  per: {
    day: '{price} al día',
    week: '{price} a la semana',
    month: '{price} al mes',
    year: '{price} al año',
  },
  every: {
    day: { other: '{price} cada {count} días' },
    week: { other: '{price} cada {count} semanas' },
    month: { other: '{price} cada {count} meses' },
    year: { other: '{price} cada {count} años' },
  },
  nothingFound: {
    heading: 'No se ha encontrado ninguna cuenta de facturación',
    lead: 'No hemos encontrado ninguna cuenta de facturación con {email}.',
    spelling:
      'Las mayúsculas no importan: también se han buscado otras formas de escribir esta dirección.',
    other: 'Quizá pagó con otra dirección de correo. Compruebe a cuál se envió el recibo.',
    guest:
      'Una compra única como invitado no crea una cuenta de facturación, así que no hay nada que gestionar.',
    deleted: 'Una cuenta de facturación eliminada ya no se puede abrir aquí.',
    again: 'Probar otra dirección de correo',
  },
  linkExpired: {
    heading: 'Este enlace ya no es válido',
    lead: 'Ha caducado, ya se ha utilizado o lo ha sustituido un correo más reciente. Introduzca su dirección de correo para recibir otro.',
    submit: 'Recibir un enlace nuevo',
  },
  signedOut: {
    heading: 'Ha cerrado la sesión',
    lead: 'Para volver, pida un enlace nuevo.',
  },
  sessionEnded: {
    heading: 'Vuelva a iniciar sesión',
    lead: 'Por su seguridad, la sesión se cierra al poco tiempo.',
  },
  emailUnproven: {
    heading: 'Confirme que es usted',
    lead: 'Le enviaremos un enlace para comprobar que esta dirección de correo es suya.',
  },
  error: {
    heading: 'Algo ha ido mal',
    retry: 'Reintentar',
    retryWait: 'Reintentar en {seconds} s',
    wait: {
      one: 'Espere {seconds} segundo y vuelva a intentarlo.',
      other: 'Espere {seconds} segundos y vuelva a intentarlo.',
    },
    owner:
      '¿Es suyo este sitio? Ejecute {doctor} en su copia del código para ver qué hay que corregir.',
  },
  notSetUp: {
    heading: 'Esta página aún no está configurada',
    visitor: 'Vuelva a intentarlo más tarde.',
    owner:
      '¿Es suyo este sitio? Ejecute {setup} en su copia del código, o siga {guide} para configurarlo a mano.',
    names: 'Aún sin definir: {names}',
  },
  faults: {
    offline:
      'No hemos podido conectar con el servidor. Compruebe su conexión y vuelva a intentarlo.',
    slow: 'El servidor ha tardado demasiado en responder. Vuelva a intentarlo.',
    busy: 'Demasiados intentos. Espere un momento y vuelva a intentarlo.',
    mailBusy:
      'Se han solicitado correos con demasiada frecuencia. Use el más reciente que haya recibido o inténtelo de nuevo más tarde.',
    mailBroken: 'En este momento no podemos enviar correos de acceso. El problema es nuestro.',
    address: 'No podemos enviar correos a esta dirección. Compruebe cómo está escrita.',
    captcha:
      'No hemos podido comprobar que no es un robot. Recargue la página y vuelva a intentarlo.',
    code: 'Este código no es válido. Compruébelo o pida otro correo.',
    banned: 'No puede iniciar sesión con esta dirección de correo.',
    auth: 'El servicio de acceso no responde como debería. Vuelva a intentarlo dentro de unos minutos.',
    stripe:
      'Stripe no responde en este momento. Sus suscripciones no se ven afectadas. Vuelva a intentarlo en unos instantes.',
    lookup:
      'No hemos podido cargar sus cuentas de facturación. Vuelva a intentarlo dentro de unos minutos.',
    owner: 'Esta página no está configurada por completo y no puede abrir su facturación.',
    gone: 'Esta cuenta de facturación ya no está asociada a su dirección de correo. Recargue la página para ver las actuales.',
    flow: 'Esto no se puede hacer desde aquí. Pulse «Gestionar facturación» para ver sus opciones.',
    ours: 'Ha ocurrido un error por nuestra parte. Vuelva a intentarlo. Si se repite, póngase en contacto con nosotros.',
  },
}
