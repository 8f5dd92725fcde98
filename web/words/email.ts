/** What an emailed sign-in says, and the one that goes out if a stranger requests something that we don't offer. */
export type EmailWords = {
  direction: 'ltr' | 'rtl'
  /** No blanks: Supabase writes values into a subject as HTML. */
  subject: string
  /** The line that inboxes show beside the subject. */
  preview: string
  heading: string
  lead: string
  button: string
  code: string
  secret: string
  lasts: string
  ignore: string
  copy: string
  support: string
  unchangedSubject: string
  unchanged: string
}

/**
 * The emails' words by language. Supabase sends the email, so they are in `supabase/templates`: after a change here, run
 * `npm run emails`. `{brand}` is filled in by the email.
 */
export const emailWords: Record<string, EmailWords> = {
  en: {
    direction: 'ltr',
    subject: 'Your sign-in link',
    preview: 'Use the link or the code within 15 minutes.',
    heading: 'Your billing with {brand}',
    lead: 'Use this button to view invoices, update your payment method, or manage your subscriptions.',
    button: 'Continue to your billing',
    code: 'Or enter this code on the page where you requested it:',
    secret: 'Don’t share this code with anyone.',
    lasts:
      'The link and the code work once, for 15 minutes. If you have several emails, use the newest.',
    ignore: 'If you didn’t request this, ignore this email. Nobody can sign in without it.',
    copy: 'If the button doesn’t work, copy this address into your browser:',
    support: 'Questions?',
    unchangedSubject: 'Nothing was changed',
    unchanged:
      'Someone requested something that the billing page of {brand} doesn’t offer. Nothing happened, and you don’t need to do anything.',
  },
  de: {
    direction: 'ltr',
    subject: 'Ihr Anmeldelink',
    preview: 'Nutzen Sie den Link oder den Code innerhalb von 15 Minuten.',
    heading: 'Ihre Abrechnung bei {brand}',
    lead: 'Mit dieser Schaltfläche sehen Sie Ihre Rechnungen, ändern Ihre Zahlungsmethode oder verwalten Ihre Abos.',
    button: 'Weiter zu Ihrer Abrechnung',
    code: 'Oder geben Sie diesen Code auf der Seite ein, auf der Sie ihn angefordert haben:',
    secret: 'Geben Sie diesen Code an niemanden weiter.',
    lasts:
      'Link und Code gelten 15 Minuten lang und nur einmal. Falls Sie mehrere E-Mails haben, nutzen Sie die neueste.',
    ignore:
      'Wenn Sie das nicht angefordert haben, ignorieren Sie diese E-Mail. Ohne sie kann sich niemand anmelden.',
    copy: 'Falls die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:',
    support: 'Fragen?',
    unchangedSubject: 'Es wurde nichts geändert',
    unchanged:
      'Jemand hat etwas angefordert, das die Abrechnungsseite von {brand} nicht anbietet. Es ist nichts geschehen, und Sie müssen nichts tun.',
  },
  fr: {
    direction: 'ltr',
    subject: 'Votre lien de connexion',
    preview: 'Utilisez le lien ou le code dans les 15 minutes.',
    heading: 'Votre facturation chez {brand}',
    lead: 'Ce bouton vous permet de consulter vos factures, de modifier votre moyen de paiement ou de gérer vos abonnements.',
    button: 'Accéder à votre facturation',
    code: 'Ou saisissez ce code sur la page où vous l’avez demandé :',
    secret: 'Ne communiquez ce code à personne.',
    lasts:
      'Le lien et le code sont valables 15 minutes et ne peuvent servir qu’une fois. Si vous avez reçu plusieurs e-mails, utilisez le plus récent.',
    ignore:
      'Si vous n’êtes pas à l’origine de cette demande, ignorez cet e-mail. Personne ne peut se connecter sans lui.',
    copy: 'Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur :',
    support: 'Des questions ?',
    unchangedSubject: 'Rien n’a été modifié',
    unchanged:
      'Quelqu’un a demandé une opération que la page de facturation de {brand} ne propose pas. Rien n’a été modifié, et vous n’avez rien à faire.',
  },
  es: {
    direction: 'ltr',
    subject: 'Su enlace de acceso',
    preview: 'Utilice el enlace o el código en los próximos 15 minutos.',
    heading: 'Su facturación con {brand}',
    lead: 'Con este botón puede ver sus facturas, cambiar su método de pago o gestionar sus suscripciones.',
    button: 'Ir a su facturación',
    code: 'O introduzca este código en la página donde lo solicitó:',
    secret: 'No comparta este código con nadie.',
    lasts:
      'El enlace y el código son válidos durante 15 minutos y solo pueden usarse una vez. Si tiene varios correos, utilice el más reciente.',
    ignore: 'Si no lo ha solicitado usted, ignore este correo. Nadie puede iniciar sesión sin él.',
    copy: 'Si el botón no funciona, copie esta dirección en su navegador:',
    support: '¿Preguntas?',
    unchangedSubject: 'No se ha cambiado nada',
    unchanged:
      'Alguien ha solicitado algo que la página de facturación de {brand} no ofrece. No ha ocurrido nada y no tiene que hacer nada.',
  },
  ja: {
    direction: 'ltr',
    subject: 'ログイン用リンクのお知らせ',
    preview: '15 分以内にリンクまたはコードをお使いください。',
    heading: '{brand} のお支払いとご契約',
    lead: '下のボタンから、請求書の確認、お支払い方法の変更、サブスクリプションの管理ができます。',
    button: 'お支払いとご契約の管理へ進む',
    code: 'または、お手続き中のページに次のコードを入力してください。',
    secret: 'このコードは誰にも教えないでください。',
    lasts:
      'リンクとコードの有効期限は 15 分で、使えるのは 1 回だけです。メールが複数届いている場合は、最新のものをお使いください。',
    ignore:
      'お心当たりがない場合は、このメールを無視してください。このメールがなければ、誰もログインできません。',
    copy: 'ボタンが使えない場合は、次のアドレスをブラウザーに貼り付けてください。',
    support: 'お問い合わせ：',
    unchangedSubject: '変更はありません',
    unchanged:
      '{brand} のお支払い管理ページでは行えない操作がリクエストされました。何も変更されていませんので、お手続きは不要です。',
  },
  ar: {
    direction: 'rtl',
    subject: 'رابط تسجيل الدخول',
    preview: 'استخدموا الرابط أو الرمز خلال 15 دقيقة.',
    heading: 'فواتيركم واشتراكاتكم لدى \u2068{brand}\u2069',
    lead: 'عبر هذا الزر يمكنكم الاطلاع على الفواتير أو تغيير طريقة الدفع أو إدارة الاشتراكات.',
    button: 'المتابعة إلى الفواتير والاشتراكات',
    code: 'أو أدخلوا هذا الرمز في الصفحة التي طلبتموه منها:',
    secret: 'لا تشاركوا هذا الرمز مع أي أحد.',
    lasts:
      'الرابط والرمز صالحان لمدة 15 دقيقة ولمرة واحدة فقط. إذا وصلتكم عدة رسائل، فاستخدموا أحدثها.',
    ignore: 'إذا لم تطلبوا ذلك، فتجاهلوا هذه الرسالة. لا يمكن لأحد تسجيل الدخول من دونها.',
    copy: 'إذا لم يعمل الزر، فانسخوا هذا العنوان إلى المتصفح:',
    support: 'هل لديكم سؤال؟',
    unchangedSubject: 'لم يتغير أي شيء',
    unchanged:
      'طلب أحدهم إجراءً لا توفره صفحة الفواتير لدى \u2068{brand}\u2069. لم يتغير أي شيء، ولا يلزمكم القيام بأي شيء.',
  },
}
