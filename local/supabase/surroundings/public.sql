-- The schema that the Data API serves; it belongs to the role that runs the migrations.
alter schema public owner to project_owner;
grant usage on schema public to anon, authenticated, service_role;
