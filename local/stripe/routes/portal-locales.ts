/** What `locale` of a portal session may be (SDK: BillingPortal/Sessions.d.ts); anything else is a 400. */
export const PORTAL_LOCALES: ReadonlySet<string> = new Set(
  [
    'auto bg cs da de el en en-AU en-CA en-GB en-IE en-IN en-NZ en-SG es es-419 et fi fil fr fr-CA hr hu',
    'id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW',
  ].flatMap((line) => line.split(' ')),
)
