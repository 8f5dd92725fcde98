-- What the gateway keeps for itself: nothing in here is reachable through the Data API.
-- `if not exists`, because Supabase's own guides name a schema so, and a project may have it already.
create schema if not exists private;
grant usage on schema private to authenticated, service_role;
