-- statement
INSERT INTO "orders" AS t0 ("customer_id", "id", "total") VALUES (json_extract(?1, ?2), ifnull(json_extract(?1, ?3), isthmus_refuse_null('orders', 'id')), json_extract(?1, ?4)) RETURNING json_array("id") AS key
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"literal","value":"$.\"customer_id\""} as text
--   3: {"kind":"literal","value":"$.\"id\""} as text
--   4: {"kind":"literal","value":"$.\"total\""} as text
-- answer
SELECT '[' || coalesce(group_concat(t3.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t1."id", 'customer_id', t1."customer_id") AS o FROM json_each(?1) AS t2 CROSS JOIN "orders" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]')) AS t3
--   1: {"kind":"written"} as json

-- statement
INSERT INTO "order_items" AS t0 ("id", "product_id", "quantity", "order_id") VALUES (ifnull(json_extract(?1, ?2), isthmus_refuse_null('order_items', 'id')), json_extract(?1, ?3), json_extract(?1, ?4), ?5) RETURNING json_array("id") AS key
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"literal","value":"$.\"id\""} as text
--   3: {"kind":"literal","value":"$.\"product_id\""} as text
--   4: {"kind":"literal","value":"$.\"quantity\""} as text
--   5: {"kind":"result","step":0,"field":"id"} as scalar bigint
-- answer
SELECT '[' || coalesce(group_concat(t3.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('order_id', t1."order_id") AS o FROM json_each(?1) AS t2 CROSS JOIN "order_items" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]')) AS t3
--   1: {"kind":"written"} as json

-- statement
UPDATE "customers" AS t0 SET "name" = json_extract(?1, ?2) WHERE (t0."id" = ?3) RETURNING json_array("id") AS key
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"literal","value":"$.\"name\""} as text
--   3: {"kind":"result","step":0,"field":"customer_id"} as scalar bigint
-- answer
SELECT '[' || coalesce(group_concat(t3.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t1."id", 'name', t1."name") AS o FROM json_each(?1) AS t2 CROSS JOIN "customers" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]')) AS t3
--   1: {"kind":"written"} as json

-- statement
SELECT '[' || coalesce(group_concat(t2.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id", 'order_items', (SELECT json_group_array(json_object('quantity', t1."quantity")) FROM (SELECT t1.* FROM "order_items" AS t1 WHERE t1."order_id" = t0."id" LIMIT 1000) AS t1)) AS o FROM "orders" AS t0 WHERE (t0."id" = ?1) LIMIT 1000) AS t2
--   1: {"kind":"result","step":1,"field":"order_id"} as scalar bigint
