-- statement
SELECT '[' || coalesce(group_concat(t2.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id", 'order_items', (SELECT json_group_array(json_object('product_id', t1."product_id", 'quantity', t1."quantity")) FROM (SELECT t1.* FROM "order_items" AS t1 WHERE t1."order_id" = t0."id" AND (t1."quantity" >= ?1) ORDER BY t1."id" DESC NULLS FIRST LIMIT 1) AS t1)) AS o FROM "orders" AS t0 ORDER BY t0."id" NULLS LAST LIMIT 1000) AS t2
--   1: {"kind":"input","index":0} as scalar bigint
