-- statement
INSERT INTO "tags" AS t0 ("id", "label") VALUES (ifnull(json_extract(?1, ?2), isthmus_refuse_null('tags', 'id')), json_extract(?1, ?3)) RETURNING json_array("id") AS key
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"literal","value":"$.\"id\""} as text
--   3: {"kind":"literal","value":"$.\"label\""} as text
-- answer
SELECT '[' || coalesce(group_concat(t3.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t1."id") AS o FROM json_each(?1) AS t2 CROSS JOIN "tags" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]')) AS t3
--   1: {"kind":"written"} as json

-- statement
INSERT INTO "product_tags" AS t0 ("product_id", "tag_id") VALUES (json_extract(?1, ?2), ?3) RETURNING json_array("product_id", "tag_id") AS key
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"literal","value":"$.\"product_id\""} as text
--   3: {"kind":"result","step":0,"field":"id"} as scalar bigint
