import type { Cases } from './case.ts'
import { controlling } from './case.ts'

export const projectCases: Cases = {
  supabase_project: [
    {
      what: 'a project that does not answer',
      fault: /does not answer as Supabase does \(500\)/,
      remedy: /status.supabase.com/,
      break: controlling('supabase', { faults: [{ path: '/auth/v1/settings', status: 500 }] }),
    },
    {
      what: 'a token of nobody, where no variable names the project,',
      fault: /Supabase refuses "SUPABASE_ACCESS_TOKEN"/,
      remedy: /account\/tokens/,
      env: { SUPABASE_ACCESS_TOKEN: 'sbp_of_nobody' },
    },
    {
      what: 'a token that says nothing of its projects',
      unknown: /which project the token is for: .*403/,
      remedy: /--supabase-project/,
      break: controlling('management', { faults: [{ path: '/v1/projects', status: 403 }] }),
    },
    {
      what: 'a paused project',
      fault: /is paused/,
      remedy: /restore it: https:\/\/supabase.com\/dashboard\/project\//,
      break: controlling('management', { status: 'INACTIVE' }),
    },
    {
      what: 'an unknown token',
      fault: /does not open the project/,
      remedy: /account\/tokens/,
      env: { SUPABASE_ACCESS_TOKEN: `sbp_${'0'.repeat(40)}` },
      options: { project: 'abcdefghijklmnopqrst' },
    },
    {
      what: 'a token that may not even see the project',
      fault: /does not open the project "\w+" \(403\)/,
      remedy: /Project Settings/,
      break: controlling('management', { permissions: ['projects_read'] }),
    },
    {
      what: 'an address of another project',
      warning: /is not the address of the project/,
      remedy: /domain of your own/,
      env: {
        SUPABASE_PROJECT_URL: 'http://127.0.0.1:9',
        SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_of_another_project_0000',
      },
    },
  ],
  supabase_keys: [
    {
      what: 'each key in the place of the other',
      fault: [
        /"SUPABASE_PUBLISHABLE_KEY" is a key of another kind/,
        /"SUPABASE_SECRET_KEY" is a key of another kind/,
      ],
      remedy: /roll the secret one|\(sb_secret_/,
      env: {
        SUPABASE_PUBLISHABLE_KEY: 'sb_secret_which_must_not_be_seen',
        SUPABASE_SECRET_KEY: 'sb_publishable_not_enough',
      },
    },
    {
      what: 'a key of another project',
      fault: /refuses "SUPABASE_SECRET_KEY"/,
      remedy: /a key of this project/,
      env: { SUPABASE_SECRET_KEY: 'sb_secret_of_another_project_00000' },
      isFixed: true,
    },
    {
      what: 'something that is not a key',
      fault: /"SUPABASE_PUBLISHABLE_KEY" does not look like a Supabase key/,
      remedy: /API Keys/,
      env: { SUPABASE_PUBLISHABLE_KEY: 'the-key' },
      isFixed: true,
    },
  ],
  signing_keys: [
    {
      what: 'a list of keys that is down',
      unknown: /signing keys: Supabase answered 503/,
      remedy: /status.supabase.com/,
      break: controlling('supabase', { jwksDown: true }),
    },
    {
      what: 'a legacy secret that was left over',
      warning: /"SUPABASE_JWT_SECRET" is set, and the project has keys of its own/,
      remedy: /delete it from .env/,
      env: { SUPABASE_JWT_SECRET: 'a-legacy-secret-that-must-not-be-seen' },
    },
    {
      what: 'the issuer of another project',
      fault: /"SUPABASE_JWT_ISSUER" is no address of this project/,
      remedy: /delete it/,
      env: { SUPABASE_JWT_ISSUER: 'https://elsewhere.example.net/auth/v1' },
    },
    {
      what: 'a legacy secret that signs',
      fault: /legacy secret/,
      remedy: /Migrate JWT secret/,
      break: controlling('supabase', { legacySecret: true }),
    },
    {
      what: 'a legacy secret that the gateway knows',
      warning: /legacy secret, "SUPABASE_JWT_SECRET"/,
      remedy: /Rotate keys/,
      env: { SUPABASE_JWT_SECRET: 'a-legacy-secret-that-must-not-be-seen' },
      break: controlling('supabase', { legacySecret: true }),
    },
  ],
}
