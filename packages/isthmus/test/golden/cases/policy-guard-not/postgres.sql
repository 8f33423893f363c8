-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id" FROM "public"."orders" AS t0 WHERE (NOT ((CASE WHEN (t0."status" = $1) THEN t0."note" END = $2)) AND ((t0."customer_id" = $3) OR (t0."status" = $1))) ORDER BY t0."id" LIMIT 1000) AS t1
--   1: {"kind":"literal","value":"paid"} as scalar text
--   2: {"kind":"input","index":0} as scalar text
--   3: {"kind":"claim","path":["sub"]} as scalar bigint
