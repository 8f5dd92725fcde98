import { judgeLink } from '../../checks/selling/return-address.ts'
import { ServiceError } from '../../services/service-error.ts'
import type { World } from '../../world.ts'

/** What no API takes back, or nobody knows what it was before: a sentence each. */
export async function listByHand({ account, project, site, page }: World): Promise<string[]> {
  const dashboard = `https://dashboard.stripe.com/${account?.livemode === true ? '' : 'test/'}`
  const found = await site?.find()
  const supabase = `https://supabase.com/dashboard/project/${project?.ref}`
  return [
    `Stripe: delete the restricted key "Portal Gateway", and the one for setup. Old deploys at Netlify still have it: ${dashboard}apikeys`,
    `Stripe: three settings lead to ${page ?? 'the page'}: ${dashboard}settings/billing/automatic, ${dashboard}settings/checkout, ${dashboard}settings/emails`,
    `Supabase: the settings of Auth stay as they are, because nobody knows what they were before. Site URL, emails, SMTP and captcha: ${supabase}/auth/url-configuration, ${supabase}/auth/templates, ${supabase}/auth/smtp, ${supabase}/auth/protection`,
    ...((await anyLinkBack(account, page))
      ? [
          `Stripe: Payment Links return to ${page}, and lead nowhere then. Edit what follows the payment: ${dashboard}payment-links`,
        ]
      : []),
    'Supabase: users stay. In a project that does nothing else, delete the project.',
    'Access tokens for setup: https://supabase.com/dashboard/account/tokens, https://app.netlify.com/user/applications#personal-access-tokens',
    ...(found
      ? [
          `Netlify: the site itself, with its old deploys: https://app.netlify.com/projects/${found.name}/configuration/general`,
        ]
      : []),
    'Here: .env, with keys that open nothing any more but the one of Stripe; web/brand.ts is yours.',
  ]
}

/** Whether a Payment Link leads whoever has paid to the page, as far as the key may see them. */
async function anyLinkBack(account: World['account'], page: World['page']): Promise<boolean> {
  if (account === null || page === null) return false
  const origins = new Set([new URL(page).origin])
  try {
    const links = await account.listPaymentLinks()
    return links.some((link) => judgeLink(link, origins) === 'back')
  } catch (error) {
    if (error instanceof ServiceError) return false
    throw error
  }
}
