-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id", t0."customer_id" AS "customer_id", t0."billing_customer_id" AS "billing_customer_id", t0."status" AS "status", t0."total" AS "total", t0."note" AS "note", t0."placed_at" AS "placed_at" FROM "public"."orders" AS t0 WHERE (t0."id" = $1) LIMIT 1000) AS t1
--   1: {"kind":"input","index":0} as scalar bigint
