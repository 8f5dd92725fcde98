import type { Text } from './text.ts'

/** Spanish. */
export const text: Text = {
  page: {
    language: 'es',
    direction: 'ltr',
    title: '{heading} · {brand}',
    scriptOff: 'Esta página necesita JavaScript. Actívelo en su navegador.',
    slow: 'Esta página tarda más de lo normal en cargarse. Si no aparece nada en breve, vuelva a cargarla.',
    support: '¿Tiene alguna pregunta? {support}',
    noSupport: '¿Tiene alguna pregunta? Escriba a la tienda en la que pagó.',
    problem: 'No ha funcionado',
    requestId: 'Para el servicio de asistencia: {id}',
    secured: 'Sus datos de pago permanecen en Stripe. No hay contraseña que recordar.',
  },
  mailForm: {
    label: 'Correo electrónico',
    hint: 'La dirección que indicó al pagar.',
    submit: 'Recibir un enlace',
    pending: 'Enviando…',
    next: 'El correo incluye un enlace y un código. Ambos sirven una sola vez, durante 15 minutos.',
    empty: 'Introduzca su correo electrónico',
    malformed: 'Introduzca una dirección como nombre@example.com',
  },
  signIn: {
    heading: 'Gestionar su facturación',
    lead: 'Facturas, tarjetas y suscripciones de {brand}. Le enviaremos un correo con el que podrá entrar.',
  },
  mailSent: {
    heading: 'Revise su correo',
    lead: 'Hemos enviado un correo a {email}. Abra el enlace que contiene o escriba aquí su código.',
    already:
      'Hace menos de un minuto se envió un correo a {email}. Abra el enlace que contiene o escriba aquí su código.',
    open: 'Abrir {service} en una pestaña nueva',
    label: 'Código del correo',
    hint: 'Los espacios no importan.',
    submit: 'Continuar',
    pending: 'Comprobando…',
    empty: 'Escriba el código del correo',
    malformed: 'El código tiene entre 6 y 10 cifras',
    refused:
      'Mal escrito, ya utilizado, sustituido por un correo más reciente o con más de 15 minutos',
    newest: 'Solo sirve el correo más reciente.',
    lasts: 'Su enlace y su código sirven una sola vez, durante 15 minutos.',
    spam: '¿No ha llegado nada en un minuto? Mire en la carpeta de correo no deseado.',
    resend: 'Enviar otro correo',
    resendWait: 'Enviar otro correo en {seconds} s',
    resent: 'Otro correo está en camino. El anterior ya no sirve.',
    other: 'Usar otra dirección',
  },
  confirm: {
    heading: 'Continuar a su facturación',
    lead: 'Su enlace ha llegado. Pulse «Continuar» para abrir su facturación.',
    why: '¿Por qué un botón? Algunos programas de correo abren los enlaces por sí solos, y este solo sirve una vez.',
    submit: 'Continuar',
    pending: 'Comprobando…',
  },
  loading: {
    heading: 'Buscando su facturación…',
    found: {
      one: '{count} ficha de cliente encontrada',
      other: '{count} fichas de cliente encontradas',
    },
  },
  links: {
    heading: 'Su facturación',
    several: {
      other:
        'Tiene {count} fichas de cliente con esta dirección, cada una con sus tarjetas y facturas. ¿De cuál se trata?',
    },
    signedIn: 'Sesión iniciada como {email}',
    signOut: 'Cerrar sesión',
    more: { one: '{product} y {count} más', other: '{product} y {count} más' },
    unnamed: 'Suscripción',
    since: 'Cliente desde {month}',
    noneCurrent: 'Sin suscripción en vigor',
    renews: 'Se renueva el {date}',
    ends: 'Termina el {date}',
    trialEnds: 'Prueba hasta el {date}',
    overdue:
      'El último pago no se ha completado. Actualice la tarjeta para conservar su suscripción.',
    details: 'Datos para el servicio de asistencia',
    customerId: 'Número de cliente',
    copy: 'Copiar',
    copied: 'Copiado',
    stay: 'Cada botón abre el portal de facturación seguro de Stripe.',
  },
  actions: {
    manage: 'Gestionar facturación',
    card: 'Actualizar tarjeta',
    plan: 'Cambiar de plan',
    cancel: 'Cancelar suscripción',
    invoices: 'Facturas',
    opening: 'Abriendo…',
  },
  statuses: {
    active: 'Activa',
    trialing: 'Periodo de prueba',
    past_due: 'Pago atrasado',
    unpaid: 'Sin pagar',
    paused: 'En pausa',
    incomplete: 'A la espera del primer pago',
    incomplete_expired: 'Vencida',
    canceled: 'Terminada',
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
    heading: 'No hay nada con esta dirección',
    lead: 'No hemos encontrado ninguna compra con {email}.',
    spelling:
      'Las mayúsculas no importan: también se han buscado otras formas de escribir esta dirección.',
    other: 'Quizá pagó con otra dirección: en el recibo se indica cuál.',
    guest:
      'Una compra única como invitado no deja ficha de cliente, así que no hay nada que gestionar.',
    deleted: 'Una ficha de cliente eliminada ya no se puede abrir aquí.',
    again: 'Probar otra dirección',
  },
  linkExpired: {
    heading: 'Este enlace ya no sirve',
    lead: 'Ya se utilizó, lo sustituyó un correo más reciente o han pasado sus 15 minutos. Basta con pulsar para recibir otro.',
    submit: 'Recibir un enlace nuevo',
  },
  signedOut: {
    heading: 'Ha cerrado la sesión',
    lead: 'En esta pestaña ya no queda nada suyo. Para volver, pida un enlace nuevo.',
  },
  sessionEnded: {
    heading: 'Vuelva a iniciar sesión',
    lead: 'Por su seguridad, una sesión dura poco tiempo, y esta ha terminado.',
  },
  emailUnproven: {
    heading: 'Tenemos que saber que es usted',
    lead: 'Esta sesión no demuestra que la dirección sea suya. Un enlace enviado a su correo lo demuestra.',
  },
  error: {
    heading: 'Algo ha ido mal',
    retry: 'Reintentar',
    retryWait: 'Reintentar en {seconds} s',
    wait: {
      one: 'Espere {seconds} segundo y vuelva a intentarlo.',
      other: 'Espere {seconds} segundos y vuelva a intentarlo.',
    },
    owner: '¿Es suya esta página? {doctor}, en su copia del código, dice qué hay que corregir.',
  },
  notSetUp: {
    heading: 'Esta página aún no está configurada',
    visitor: 'Vuelva un poco más tarde, por favor.',
    owner: '¿Es suya esta página? Ejecute {setup} en su copia del código, o siga {guide} a mano.',
    names: 'Aún sin definir: {names}',
  },
  faults: {
    offline:
      'No hemos podido conectar con el servidor. Compruebe su conexión y vuelva a intentarlo.',
    slow: 'El servidor ha tardado demasiado en responder. Vuelva a intentarlo.',
    busy: 'Demasiados intentos en poco tiempo. Espere un poco y vuelva a intentarlo.',
    mailBusy:
      'Hemos enviado muchos correos en poco tiempo. Vuelva a intentarlo dentro de unos minutos.',
    mailBroken:
      'En este momento no podemos enviar correos de acceso. El fallo es nuestro, no suyo.',
    address: 'No se pueden enviar correos a esta dirección. Compruebe cómo está escrita.',
    captcha:
      'No hemos podido comprobar que no es un robot. Recargue la página y vuelva a intentarlo.',
    code: 'Este código no sirve. Compruébelo o pida otro correo.',
    banned: 'Con esta dirección no se puede entrar aquí.',
    auth: 'El servicio de acceso no responde como debería. Vuelva a intentarlo dentro de unos minutos.',
    stripe:
      'Stripe no responde en este momento. Sus suscripciones no se ven afectadas. Vuelva a intentarlo pronto.',
    lookup:
      'Ahora mismo no hemos podido consultar sus fichas. Vuelva a intentarlo dentro de unos minutos.',
    owner:
      'Esta página no está configurada por completo y en este momento no puede abrir su facturación.',
    gone: 'Esta ficha ya no está asociada a su dirección. Recargue la página para ver cuáles lo están.',
    flow: 'Esto no se puede hacer directamente aquí. «Gestionar facturación» muestra lo que es posible.',
    ours: 'El error es nuestro. Vuelva a intentarlo; si ocurre de nuevo, avísenos.',
  },
}
