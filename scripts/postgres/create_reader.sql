-- A role that reads the marts and can do nothing else, now and after every build. Run by the
-- role that builds, which has to be allowed to create roles; once more changes nothing:
-- psql --set reader=tradegap_reader --file scripts/postgres/create_reader.sql
-- It has no password yet: psql --command '\password tradegap_reader'
\set ON_ERROR_STOP on
begin;
select format('create role %I login', :'reader')
where not exists (select from pg_roles where rolname = :'reader') \gexec
alter role :"reader" set default_transaction_read_only = on;
-- Names are found without their schema.
alter role :"reader" set search_path = marts;
create schema if not exists marts;
grant usage on schema marts to :"reader";
grant select on all tables in schema marts to :"reader";
-- dbt makes every table anew.
alter default privileges in schema marts grant select on tables to :"reader";
commit;
