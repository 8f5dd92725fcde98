-- The roles every Supabase project has. On a hosted project `postgres` is no superuser and bypasses row-level
-- security; PGlite's own `postgres` is one, so `project_owner` takes its place and runs the migrations.
create role project_owner nologin createdb createrole bypassrls;
create role anon nologin noinherit;
create role authenticated nologin noinherit;
create role service_role nologin noinherit bypassrls;
create role authenticator login noinherit;
grant anon, authenticated, service_role to authenticator;
grant anon, authenticated, service_role to project_owner;
create role supabase_auth_admin login noinherit createrole;
-- The role of the Management API's read-only queries: it sees every row and may become no other.
create role supabase_read_only_user login bypassrls;
grant pg_read_all_data to supabase_read_only_user;
create role supabase_storage_admin login noinherit createrole;

grant create on database postgres to project_owner;
