-- statement
SELECT CAST(row_to_json(t1.*) AS text) AS body, 1 AS rows FROM (SELECT t0."id" AS "id", t0."name" AS "name", t0."price" AS "price", t0."data" AS "data", t0."parent_id" AS "parent_id" FROM "public"."products" AS t0 WHERE ((t0."published" = $1) AND (t0."id" = $2))) AS t1
--   1: {"kind":"literal","value":true} as scalar boolean
--   2: {"kind":"input","index":0} as scalar bigint
