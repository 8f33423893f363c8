-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id", t0."name" AS "name", t0."price" AS "price", t0."cost" AS "cost", t0."published" AS "published", t0."data" AS "data", t0."parent_id" AS "parent_id" FROM "public"."products" AS t0 WHERE (t0."id" = $1) LIMIT 1000) AS t1
--   1: {"kind":"input","index":0} as scalar bigint
