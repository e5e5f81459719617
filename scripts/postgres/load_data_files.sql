-- Loads what is too long for a dbt seed, in the project's folder, before `dbt build`:
-- psql --file scripts/postgres/load_data_files.sql
\set ON_ERROR_STOP on
begin;
create schema if not exists raw;
create table if not exists raw.goods_by_end_use_code (
    release_month date,
    basis varchar,
    seasonal_adjustment varchar,
    end_use_code varchar,
    month date,
    value decimal(18, 6)
);
truncate raw.goods_by_end_use_code;
\copy raw.goods_by_end_use_code from program 'gzip -dc data/goods_by_end_use_code.csv.gz' with (format csv, header match)
commit;
analyze raw.goods_by_end_use_code;
