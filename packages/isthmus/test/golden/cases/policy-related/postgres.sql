-- statement
SELECT CAST(coalesce(json_agg(t6.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id", (SELECT coalesce(json_agg(t5.*), '[]') FROM (SELECT t1."id" AS "id", (SELECT row_to_json(t3.*) FROM (SELECT t2."name" AS "name" FROM "public"."products" AS t2 WHERE t2."id" = t1."product_id" AND (t2."published" = $1)) AS t3) AS "products" FROM "public"."order_items" AS t1 WHERE t1."order_id" = t0."id" AND EXISTS (SELECT 1 FROM "public"."orders" AS t4 WHERE t4."id" = t1."order_id" AND (t4."customer_id" = $2)) ORDER BY t1."id" LIMIT 1000) AS t5) AS "order_items" FROM "public"."orders" AS t0 WHERE (t0."customer_id" = $2) ORDER BY t0."id" LIMIT 1000) AS t6
--   1: {"kind":"literal","value":true} as scalar boolean
--   2: {"kind":"claim","path":["sub"]} as scalar bigint
