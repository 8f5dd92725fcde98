import type { Plural } from './fill.ts'

/**
 * English. Another language is one more file of this shape, named after its tag and listed in `web/words/locale.ts`.
 * The page fills in the words in braces; they must stay.
 */
export const text = {
  page: {
    language: 'en',
    direction: 'ltr' as 'ltr' | 'rtl',
    title: '{heading} · {brand}',
    scriptOff: 'This page needs JavaScript. Please turn it on in your browser.',
    slow: 'This page is taking longer than usual to load. If nothing appears, try reloading it.',
    support: 'Questions? {support}',
    noSupport: 'Questions? Contact the company you paid.',
    problem: 'That didn’t work',
    requestId: 'Reference for support: {id}',
    secured: 'Your payment details stay with Stripe. There’s no password to remember.',
  },
  mailForm: {
    label: 'Email address',
    hint: 'Use the email address you paid with.',
    submit: 'Email me a sign-in link',
    pending: 'Sending…',
    next: 'We’ll email you a link and a code. Use either one within 15 minutes. They work only once.',
    empty: 'Enter your email address',
    malformed: 'Enter an email address in the correct format, like name@example.com',
  },
  signIn: {
    heading: 'Manage your billing',
    lead: 'View invoices, update your payment method, or manage your subscriptions with {brand}.',
  },
  mailSent: {
    heading: 'Check your email',
    lead: 'We sent an email to {email}. Open the link in it, or enter the code below.',
    already:
      'An email to {email} was sent or requested a short while ago. Open the link in the newest one, or enter its code below.',
    open: 'Open {service} in a new tab',
    label: 'Code from the email',
    hint: 'Spaces don’t matter.',
    submit: 'Sign in',
    pending: 'Checking…',
    empty: 'Enter the code from the email',
    malformed: 'The code must have 6 to 10 digits',
    refused:
      'It may be mistyped, already used, replaced by a newer email, or more than 15 minutes old',
    newest: 'If you have more than one email, use the most recent one.',
    lasts: 'Use the link or the code within 15 minutes. They work only once.',
    spam: 'No email after a minute? Check your spam folder.',
    resend: 'Send another email',
    resendWait: 'Send another email in {seconds} s',
    resent: 'We’ve sent another email. Use the most recent one.',
    other: 'Use a different email address',
  },
  confirm: {
    heading: 'Continue to your billing',
    lead: 'Select “Sign in” to open your billing.',
    leadFor: 'Select “Sign in” to open the billing of {email}.',
    why: 'Why this step? Some email apps open links automatically, and this link works only once.',
    foreign: 'If this isn’t your email address, don’t sign in.',
    submit: 'Sign in',
    pending: 'Checking…',
  },
  loading: {
    heading: 'Loading your billing…',
    found: {
      one: '{count} billing account found',
      other: '{count} billing accounts found',
    } as Plural,
  },
  links: {
    heading: 'Your billing',
    several: {
      other:
        'There are {count} billing accounts under this email address, each with its own payment methods and invoices. Which one do you want to manage?',
    } as Plural,
    signedIn: 'Signed in as {email}',
    signOut: 'Sign out',
    more: { one: '{product} and {count} more', other: '{product} and {count} more' } as Plural,
    unnamed: 'Subscription',
    since: 'Customer since {month}',
    noneCurrent: 'No active subscription',
    renews: 'Renews on {date}',
    ends: 'Ends on {date}',
    trialEnds: 'Trial ends on {date}',
    overdue:
      'The last payment didn’t go through. Update your payment method to keep your subscription.',
    details: 'Support details',
    customerId: 'Customer ID',
    copy: 'Copy',
    copied: 'Copied',
    stay: 'Each button opens Stripe’s secure billing portal.',
  },
  actions: {
    manage: 'Manage billing',
    card: 'Update payment method',
    plan: 'Change plan',
    cancel: 'Cancel subscription',
    invoices: 'View invoices',
    opening: 'Opening…',
  },
  statuses: {
    active: 'Active',
    trialing: 'Trial',
    past_due: 'Payment overdue',
    unpaid: 'Unpaid',
    paused: 'Paused',
    incomplete: 'Awaiting first payment',
    incomplete_expired: 'Expired',
    canceled: 'Canceled',
  },
  per: {
    day: '{price} per day',
    week: '{price} per week',
    month: '{price} per month',
    year: '{price} per year',
  },
  every: {
    day: { other: '{price} every {count} days' } as Plural,
    week: { other: '{price} every {count} weeks' } as Plural,
    month: { other: '{price} every {count} months' } as Plural,
    year: { other: '{price} every {count} years' } as Plural,
  },
  nothingFound: {
    heading: 'No billing account found',
    lead: 'We couldn’t find a billing account for {email}.',
    spelling: 'Capital letters don’t matter. We checked other spellings of this address, too.',
    other: 'You may have paid with a different email address. Check where your receipt was sent.',
    guest:
      'If you checked out as a guest for a one-time purchase, there’s no billing account to manage.',
    deleted: 'A billing account that has been deleted can’t be opened here.',
    again: 'Try a different email address',
  },
  linkExpired: {
    heading: 'This link no longer works',
    lead: 'It has expired, has already been used, or was replaced by a newer email. Enter your email address to get a new one.',
    submit: 'Email me a new link',
  },
  signedOut: {
    heading: 'You’re signed out',
    lead: 'To come back, request a new link.',
  },
  sessionEnded: {
    heading: 'Please sign in again',
    lead: 'For your security, you’re signed out after a short time.',
  },
  emailUnproven: {
    heading: 'Confirm your email address',
    lead: 'We’ll email you a link to make sure this address is yours.',
  },
  error: {
    heading: 'Something went wrong',
    retry: 'Try again',
    retryWait: 'Try again in {seconds} s',
    wait: {
      one: 'Please wait {seconds} second and try again.',
      other: 'Please wait {seconds} seconds and try again.',
    } as Plural,
    owner: 'Is this your site? Run {doctor} in your copy of the code to see what to fix.',
  },
  notSetUp: {
    heading: 'This page isn’t set up yet',
    visitor: 'Please try again later.',
    owner:
      'Is this your site? Run {setup} in your copy of the code, or follow {guide} to set it up by hand.',
    names: 'Not yet set: {names}',
  },
  faults: {
    offline: 'We couldn’t reach the server. Check your connection and try again.',
    slow: 'The server took too long to respond. Please try again.',
    busy: 'Too many attempts. Please wait a moment and try again.',
    mailBusy:
      'Emails have been requested too often. Use the newest one you received, or try again later.',
    mailBroken: 'We can’t send sign-in emails right now. This is a problem on our side.',
    address: 'We can’t send email to this address. Check the spelling.',
    captcha: 'We couldn’t check that you’re human. Reload the page and try again.',
    code: 'This code doesn’t work. Check it, or request another email.',
    banned: 'You can’t sign in with this email address.',
    auth: 'The sign-in service isn’t responding as it should. Please try again in a few minutes.',
    stripe:
      'Stripe isn’t responding right now. Your subscriptions aren’t affected. Please try again in a moment.',
    lookup: 'We couldn’t load your billing accounts. Please try again in a few minutes.',
    owner: 'This page isn’t fully set up yet, so it can’t open your billing.',
    gone: 'This billing account is no longer under your email address. Reload the page to see the current ones.',
    flow: 'You can’t do this from here. Select “Manage billing” to see your options.',
    ours: 'Something went wrong on our side. Please try again. If it keeps happening, contact us.',
  },
}
