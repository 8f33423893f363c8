-- statement
SELECT CAST(coalesce(json_agg(t3.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id", (SELECT coalesce(json_agg(t2.*), '[]') FROM (SELECT t1."product_id" AS "product_id", t1."quantity" AS "quantity" FROM "public"."order_items" AS t1 WHERE t1."order_id" = t0."id" AND (t1."quantity" >= $1) ORDER BY t1."id" DESC LIMIT 1) AS t2) AS "order_items" FROM "public"."orders" AS t0 ORDER BY t0."id" LIMIT 1000) AS t3
--   1: {"kind":"input","index":0} as scalar bigint
