-- Optional, only for a project that does nothing else: Supabase keeps the address of everyone who ever requested an
-- email. Every night, this deletes visitors who never confirmed (after a day) or did not come back (after thirty days).
-- Anyone who comes back later is a first-time visitor; they lose nothing, because nothing of theirs is stored here.
-- Turn on Cron first (Integrations > Cron), then run this in the SQL editor, or copy it into the migrations.
-- To undo: select cron.unschedule('forget-visitors'); drop function private.forget_visitors();

create function private.forget_visitors()
returns integer
language sql
volatile
security invoker
set search_path = ''
as $$
  with forgotten as (
    delete from auth.users
    where case
      when email_confirmed_at is null then created_at < pg_catalog.now() - interval '1 day'
      else coalesce(last_sign_in_at, created_at) < pg_catalog.now() - interval '30 days'
    end
    returning 1
  )
  select pg_catalog.count(*)::integer from forgotten
$$;
comment on function private.forget_visitors() is
  'Deletes Supabase users who never confirmed or did not come back; says how many.';
revoke execute on function private.forget_visitors() from public, anon, authenticated, service_role;

do $$
begin
  if pg_catalog.to_regprocedure('cron.schedule(text, text, text)') is null then
    raise exception 'there is no Cron in this project'
      using hint = 'Turn it on first: Integrations > Cron.';
  end if;
  perform cron.schedule('forget-visitors', '17 3 * * *', 'select private.forget_visitors()');
end
$$;
