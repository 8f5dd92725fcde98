import type { Cases } from './case.ts'
import { auth } from './case.ts'

export const emailCases: Cases = {
  mailer: [
    {
      what: "Supabase's built-in mailer",
      fault: /Supabase's built-in mailer: no customer gets one/,
      remedy: /SMTP_HOST/,
      break: auth({ smtp_host: null }),
      isFixed: true,
    },
    {
      what: 'a server without a sender, and for few emails',
      fault: /no sender address/,
      warning: /only 2 emails an hour/,
      remedy: /Sender email|Rate Limits/,
      break: auth({ smtp_admin_email: null, rate_limit_email_sent: 2 }),
    },
    {
      what: 'a server without a port and a sender without a name',
      fault: /port is 0/,
      warning: /name no sender/,
      remedy: /Port number|Sender name/,
      break: auth({ smtp_port: '0', smtp_sender_name: null }),
    },
    {
      what: 'a hook that sends emails',
      ok: /sent by a hook of your own/,
      break: auth({ smtp_host: null, hook_send_email_enabled: true }),
    },
  ],
  mail_templates: [
    {
      what: 'an email with our link and no code',
      warning: /"magic_link" contains our link, but no code/,
      break: auth({
        mailer_templates_magic_link_content:
          '<a href="{{ .SiteURL }}#token_hash={{ .TokenHash }}">go</a>',
      }),
      isFixed: true,
    },
    {
      what: 'that the emails come after the email server',
      warning: /emails that are not ours: 1/,
      remedy: /first an email server/,
      break: auth({ smtp_host: null, mailer_templates_magic_link_content: '<p>Hello</p>' }),
    },
    {
      what: 'an email with another link, without a link, or with one too many',
      fault: /the email "magic_link" contains no link to the page/,
      warning: [
        /the email "confirmation" contains Supabase's own link/,
        /the email "email_change".* contains a link or a code/,
      ],
      remedy: /supabase\/templates/,
      break: auth({
        mailer_templates_magic_link_content: '<p>Hello</p>',
        mailer_templates_confirmation_content: '<a href="{{ .ConfirmationURL }}">go</a>',
        mailer_templates_email_change_content: '<p>{{ .Token }}</p>',
      }),
      isFixed: true,
    },
    {
      what: 'an email in other words',
      warning: /the email "recovery" is not the one of supabase\/templates/,
      break: auth({ mailer_subjects_recovery: 'Your link' }),
      isFixed: true,
    },
  ],
}
