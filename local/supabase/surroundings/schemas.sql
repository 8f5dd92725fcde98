-- More schemas that every project has. Nothing of ours is in them, but a look around finds them.
create schema extensions authorization project_owner;
grant usage on schema extensions to anon, authenticated, service_role;

create schema storage authorization supabase_storage_admin;
set local role supabase_storage_admin;
create table storage.buckets (
  id text primary key,
  name text not null unique,
  public boolean default false,
  created_at timestamptz default now(),
  updated_at timestamptz default now()
);
create table storage.objects (
  id uuid primary key default gen_random_uuid(),
  bucket_id text references storage.buckets (id),
  name text,
  owner_id text,
  metadata jsonb,
  created_at timestamptz default now(),
  updated_at timestamptz default now()
);
alter table storage.buckets enable row level security;
alter table storage.objects enable row level security;
grant usage on schema storage to anon, authenticated, service_role, project_owner;
grant all on all tables in schema storage to project_owner, service_role;
grant select, insert, update, delete on all tables in schema storage to anon, authenticated;
