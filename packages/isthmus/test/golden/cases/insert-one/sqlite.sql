-- statement
INSERT INTO "orders" AS t0 ("customer_id", "id", "total") SELECT json_extract(e.value, ?1), json_extract(e.value, ?2), json_extract(e.value, ?3) FROM json_each(CASE json_type(?4) WHEN 'array' THEN ?4 ELSE json_array(json(?4)) END) AS e WHERE TRUE RETURNING json_array("id") AS key
--   1: {"kind":"literal","value":"$.\"customer_id\""} as text
--   2: {"kind":"literal","value":"$.\"id\""} as text
--   3: {"kind":"literal","value":"$.\"total\""} as text
--   4: {"kind":"input","index":0} as json
-- answer
SELECT json_group_array(json_object('id', t1."id", 'status', t1."status", 'total', CASE typeof(t1."total") WHEN 'text' THEN iif(json_valid(t1."total"), json(t1."total"), t1."total") WHEN 'null' THEN NULL ELSE json(printf('%.2f', t1."total")) END)) AS body, count(*) AS rows FROM json_each(?1) AS t2 CROSS JOIN "orders" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]')
--   1: {"kind":"written"} as json
