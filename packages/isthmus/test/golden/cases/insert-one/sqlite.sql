-- statement
INSERT INTO "orders" AS t0 ("customer_id", "id", "total") VALUES (json_extract(?1, ?2), ifnull(json_extract(?1, ?3), isthmus_refuse_null('orders', 'id')), json_extract(?1, ?4)) RETURNING json_array("id") AS key
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"literal","value":"$.\"customer_id\""} as text
--   3: {"kind":"literal","value":"$.\"id\""} as text
--   4: {"kind":"literal","value":"$.\"total\""} as text
-- answer
SELECT '[' || coalesce(group_concat(t3.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t1."id", 'status', t1."status", 'total', iif(typeof(t1."total") = 'text' AND json_valid(t1."total"), json(t1."total"), t1."total")) AS o FROM json_each(?1) AS t2 CROSS JOIN "orders" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]')) AS t3
--   1: {"kind":"written"} as json
