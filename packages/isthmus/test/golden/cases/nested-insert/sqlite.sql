-- statement
INSERT INTO "orders" AS t0 ("customer_id", "id", "total") SELECT json_extract(e.value, ?1), ifnull(json_extract(e.value, ?2), isthmus_refuse_null('orders', 'id')), json_extract(e.value, ?3) FROM json_each(CASE json_type(?4) WHEN 'array' THEN ?4 ELSE json_array(json(?4)) END) AS e WHERE TRUE RETURNING json_array("id") AS key
--   1: {"kind":"literal","value":"$.\"customer_id\""} as text
--   2: {"kind":"literal","value":"$.\"id\""} as text
--   3: {"kind":"literal","value":"$.\"total\""} as text
--   4: {"kind":"input","index":0} as json
-- answer
SELECT '[' || coalesce(group_concat(t3.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t1."id") AS o FROM json_each(?1) AS t2 CROSS JOIN "orders" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]')) AS t3
--   1: {"kind":"written"} as json

-- statement
INSERT INTO "order_items" AS t0 ("id", "product_id", "quantity", "order_id") SELECT ifnull(json_extract(e.value, ?1), isthmus_refuse_null('order_items', 'id')), json_extract(e.value, ?2), json_extract(e.value, ?3), ?4 FROM json_each(CASE json_type(?5) WHEN 'array' THEN ?5 ELSE json_array(json(?5)) END) AS e WHERE TRUE RETURNING json_array("id") AS key
--   1: {"kind":"literal","value":"$.\"id\""} as text
--   2: {"kind":"literal","value":"$.\"product_id\""} as text
--   3: {"kind":"literal","value":"$.\"quantity\""} as text
--   4: {"kind":"result","step":0,"field":"id"} as scalar bigint
--   5: {"kind":"input","index":0} as json

-- statement
INSERT INTO "order_items" AS t0 ("id", "product_id", "quantity", "order_id") SELECT ifnull(json_extract(e.value, ?1), isthmus_refuse_null('order_items', 'id')), json_extract(e.value, ?2), json_extract(e.value, ?3), ?4 FROM json_each(CASE json_type(?5) WHEN 'array' THEN ?5 ELSE json_array(json(?5)) END) AS e WHERE TRUE RETURNING json_array("id") AS key
--   1: {"kind":"literal","value":"$.\"id\""} as text
--   2: {"kind":"literal","value":"$.\"product_id\""} as text
--   3: {"kind":"literal","value":"$.\"quantity\""} as text
--   4: {"kind":"result","step":0,"field":"id"} as scalar bigint
--   5: {"kind":"input","index":0} as json

-- statement
SELECT '[' || coalesce(group_concat(t2.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id", 'order_items', (SELECT json_group_array(json_object('id', t1."id", 'order_id', t1."order_id", 'quantity', t1."quantity")) FROM (SELECT t1.* FROM "order_items" AS t1 WHERE t1."order_id" = t0."id" LIMIT 1000) AS t1)) AS o FROM "orders" AS t0 WHERE (t0."id" = ?1) LIMIT 1000) AS t2
--   1: {"kind":"result","step":0,"field":"id"} as scalar bigint
