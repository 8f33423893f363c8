-- statement
INSERT INTO "orders" AS t0 ("id", "total", "customer_id") VALUES (ifnull(json_extract(?1, ?2), isthmus_refuse_null('orders', 'id')), json_extract(?1, ?3), ?4) RETURNING json_array("id") AS key
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"literal","value":"$.\"id\""} as text
--   3: {"kind":"literal","value":"$.\"total\""} as text
--   4: {"kind":"claim","path":["sub"]} as scalar bigint
-- check
SELECT count(*) AS broken FROM json_each(?1) AS t5 WHERE NOT EXISTS (SELECT 1 FROM "orders" AS t4 WHERE t4."id" = json_extract(t5.value, '$[0]') AND ((t4."status" = ?2)))
--   1: {"kind":"written"} as json
--   2: {"kind":"literal","value":"open"} as scalar text
-- answer
SELECT '[' || coalesce(group_concat(t3.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t1."id", 'customer_id', t1."customer_id", 'status', t1."status") AS o FROM json_each(?1) AS t2 CROSS JOIN "orders" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]') AND (t1."customer_id" = ?2)) AS t3
--   1: {"kind":"written"} as json
--   2: {"kind":"claim","path":["sub"]} as scalar bigint
