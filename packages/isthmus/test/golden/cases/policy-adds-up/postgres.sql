-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id", CASE WHEN (t0."customer_id" = $1) THEN t0."status" END AS "status", CASE WHEN (t0."status" = $2) THEN t0."note" END AS "note", t0."total" AS "total" FROM "public"."orders" AS t0 WHERE ((t0."customer_id" = $1) OR (t0."status" = $2)) ORDER BY t0."id" LIMIT 1000) AS t1
--   1: {"kind":"claim","path":["sub"]} as scalar bigint
--   2: {"kind":"literal","value":"paid"} as scalar text
