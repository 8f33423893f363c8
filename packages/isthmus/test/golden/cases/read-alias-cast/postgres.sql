-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT CAST(t0."id" AS text) AS "number", CAST(t0."price" AS text) AS "cost" FROM "public"."products" AS t0 WHERE (t0."id" = $1) LIMIT 1000) AS t1
--   1: {"kind":"input","index":0} as scalar bigint
