-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id" FROM "public"."orders" AS t0 WHERE ((CASE WHEN (t0."status" = $1) THEN t0."note" END IS NULL) AND ((t0."customer_id" = $2) OR (t0."status" = $1))) LIMIT 1000) AS t1
--   1: {"kind":"literal","value":"paid"} as scalar text
--   2: {"kind":"claim","path":["sub"]} as scalar bigint
