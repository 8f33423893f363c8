-- statement
SELECT '[' || coalesce(group_concat(t4.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id", 'order_items', (SELECT json_group_array(json_object('id', t1."id", 'products', (SELECT json_object('name', t2."name") FROM "products" AS t2 WHERE t2."id" = t1."product_id" AND (t2."published" = ?1)))) FROM (SELECT t1.* FROM "order_items" AS t1 WHERE t1."order_id" = t0."id" AND EXISTS (SELECT 1 FROM "orders" AS t3 WHERE t3."id" = t1."order_id" AND (t3."customer_id" = ?2)) ORDER BY t1."id" NULLS LAST LIMIT 1000) AS t1)) AS o FROM "orders" AS t0 WHERE (t0."customer_id" = ?2) ORDER BY t0."id" NULLS LAST LIMIT 1000) AS t4
--   1: {"kind":"literal","value":true} as scalar boolean
--   2: {"kind":"claim","path":["sub"]} as scalar bigint
