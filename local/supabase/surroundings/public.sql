-- The schema that the Data API serves; it belongs to whoever runs the migrations.
alter schema public owner to project_owner;
grant usage on schema public to anon, authenticated, service_role;
