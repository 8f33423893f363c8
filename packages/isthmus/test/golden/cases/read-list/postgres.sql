-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id", t0."name" AS "name", t0."price" AS "price", t0."data" AS "data", t0."parent_id" AS "parent_id" FROM "public"."products" AS t0 WHERE (t0."published" = $1) ORDER BY t0."id" LIMIT 1000) AS t1
--   1: {"kind":"literal","value":true} as scalar boolean
