import type { Project } from '../project.ts'

// X and wallets can be switched on and are not told of.
const providers =
  'anonymous_users apple azure bitbucket discord email facebook figma fly github gitlab google kakao keycloak linkedin linkedin_oidc notion phone slack slack_oidc snapchat spotify twitch twitter workos zoom'.split(
    ' ',
  )

/** GET /settings: what a project tells everyone about itself. */
export function publicSettings(project: Project) {
  const { controls } = project
  return {
    external: Object.fromEntries(
      providers.map((provider) => [provider, controls.providers.includes(provider)]),
    ),
    disable_signup: controls.signupDisabled,
    mailer_autoconfirm: controls.autoconfirm,
    phone_autoconfirm: controls.phoneAutoconfirm,
    sms_provider: '',
    saml_private_key_next_configured: false,
    saml_enabled: controls.providers.includes('saml'),
    passkeys_enabled: controls.providers.includes('passkeys'),
  }
}
