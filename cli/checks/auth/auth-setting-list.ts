/** How bad it is if a setting differs. */
export type Weight = 'fault' | 'warning'

/** A setting of Supabase Auth: what the owner reads, and what the Management API calls it. */
export type AuthSetting = {
  name: string
  /** As the dashboard has it. Studio: apps/studio/components/interfaces/Auth in github.com/supabase/supabase */
  label: string
  /** Where the dashboard has it; `null`: nowhere. */
  place: string | null
  /** Its place in the part `auth` of `supabase/config.toml`; `null`: the file has no word for it, and it must be off. */
  from: string | null
  /** The file and the dashboard say "on" where the API says `false`. */
  isOpposite?: true
  weight: Weight
  /** Why it matters if it differs. */
  why: string
  /** In a project that has other users, it is theirs. */
  isForBillingOnly?: true
  /** Beyond this, it is a fault. */
  most?: { value: number; why: string }
}

const providers = 'Authentication > Sign In / Providers'
const email = `${providers} > Email`
const limits = 'Authentication > Rate Limits'
const proof = 'a sign-in would no longer prove that the person can read the mailbox'
const guess = 'an emailed link is only as strong as its code, and attempts are not counted'
const account = 'a sign-in allows more than the gateway needs'

/** Every setting that the gateway depends on, but for the page's address. */
export const authSettingList: readonly AuthSetting[] = [
  {
    name: 'disable_signup',
    label: 'Allow new users to sign up',
    place: providers,
    from: 'enable_signup',
    isOpposite: true,
    weight: 'fault',
    why: 'anyone signing in for the first time is refused',
  },
  {
    name: 'external_email_enabled',
    label: 'Enable Email provider',
    place: email,
    from: 'email.enabled',
    weight: 'fault',
    why: 'nobody can sign in by email',
  },
  {
    name: 'mailer_autoconfirm',
    label: 'Confirm email',
    place: providers,
    from: 'email.enable_confirmations',
    isOpposite: true,
    weight: 'fault',
    why: 'anyone can sign in with any address; the page closes itself (project_unsafe)',
  },
  {
    name: 'mailer_allow_unverified_email_sign_ins',
    label: 'Unverified email sign-ins',
    place: null,
    from: null,
    weight: 'warning',
    why: 'another provider can then sign in people with an address that nobody has verified',
  },
  {
    name: 'mailer_otp_length',
    label: 'Email OTP Length',
    place: email,
    from: 'email.otp_length',
    weight: 'fault',
    why: guess,
  },
  {
    name: 'mailer_otp_exp',
    label: 'Email OTP Expiration',
    place: email,
    from: 'email.otp_expiry',
    weight: 'fault',
    why: guess,
  },
  {
    name: 'security_manual_linking_enabled',
    label: 'Allow manual linking',
    place: providers,
    from: 'enable_manual_linking',
    weight: 'warning',
    why: account,
    isForBillingOnly: true,
  },
  {
    name: 'mailer_secure_email_change_enabled',
    label: 'Secure email change',
    place: email,
    from: 'email.double_confirm_changes',
    weight: 'fault',
    why: proof,
  },
  {
    name: 'security_update_password_require_reauthentication',
    label: 'Secure password change',
    place: email,
    from: 'email.secure_password_change',
    weight: 'warning',
    why: account,
    isForBillingOnly: true,
  },
  {
    name: 'smtp_max_frequency',
    label: 'Minimum interval per user',
    place: 'Authentication > Emails > SMTP Settings',
    from: 'email.max_frequency',
    weight: 'warning',
    why: 'emails to one address can be sent more often than once a minute',
  },
  {
    name: 'password_min_length',
    label: 'Minimum password length',
    place: email,
    from: 'minimum_password_length',
    weight: 'warning',
    why: 'passwords are of no use here, and should be hard to guess',
    isForBillingOnly: true,
    // supabase/auth internal/api/magic_link.go
    most: {
      value: 33,
      why: 'every first visit fails: Supabase gives a new user a password of 33 characters itself',
    },
  },
  {
    name: 'jwt_exp',
    label: 'Access token expiry time',
    place: 'Project Settings > JWT Keys',
    from: 'jwt_expiry',
    weight: 'warning',
    why: 'a sign-in lasts longer, or less long, than the proof of the address',
    isForBillingOnly: true,
  },
  {
    name: 'refresh_token_rotation_enabled',
    label: 'Detect and revoke potentially compromised refresh tokens',
    place: 'Authentication > Sessions',
    from: 'enable_refresh_token_rotation',
    weight: 'warning',
    why: account,
    isForBillingOnly: true,
  },
  {
    name: 'sms_autoconfirm',
    label: 'Enable phone confirmations',
    place: `${providers} > Phone`,
    from: 'sms.enable_confirmations',
    isOpposite: true,
    weight: 'warning',
    why: account,
    isForBillingOnly: true,
  },
  {
    name: 'rate_limit_otp',
    label: 'Rate limit for sign-ups and sign-ins',
    place: limits,
    from: 'rate_limit.sign_in_sign_ups',
    weight: 'warning',
    why: 'one network can request more emails than people do',
  },
  {
    name: 'rate_limit_verify',
    label: 'Rate limit for token verifications',
    place: limits,
    from: 'rate_limit.token_verifications',
    weight: 'warning',
    why: guess,
  },
]
