-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id" FROM "public"."orders" AS t0 WHERE (t0."total" = ANY ($1)) ORDER BY t0."id" LIMIT 1000) AS t1
--   1: {"kind":"input","index":0} as list numeric(10,2)
