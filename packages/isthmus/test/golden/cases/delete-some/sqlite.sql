-- before
SELECT json_array(t0."id") AS key FROM "order_items" AS t0 WHERE (t0."order_id" = ?1)
--   1: {"kind":"input","index":0} as scalar bigint
-- statement
DELETE FROM "order_items" AS t0 WHERE t0."id" IN (SELECT json_extract(value, '$[0]') FROM json_each(?1))
--   1: {"kind":"written"} as json
-- answer
SELECT '[' || coalesce(group_concat(t3.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t1."id", 'quantity', t1."quantity") AS o FROM json_each(?1) AS t2 CROSS JOIN "order_items" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]') ORDER BY t1."id" NULLS LAST) AS t3
--   1: {"kind":"written"} as json
