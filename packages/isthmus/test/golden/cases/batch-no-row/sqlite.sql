-- statement
UPDATE "tags" AS t0 SET "label" = json_extract(?1, ?2) WHERE (t0."id" = ?3) RETURNING json_array("id") AS key
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"literal","value":"$.\"label\""} as text
--   3: {"kind":"input","index":1} as scalar bigint
-- answer
SELECT '[' || coalesce(group_concat(t3.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t1."id") AS o FROM json_each(?1) AS t2 CROSS JOIN "tags" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]')) AS t3
--   1: {"kind":"written"} as json

-- statement
INSERT INTO "product_tags" AS t0 ("product_id", "tag_id") VALUES (json_extract(?1, ?2), ?3) RETURNING json_array("product_id", "tag_id") AS key
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"literal","value":"$.\"product_id\""} as text
--   3: {"kind":"result","step":0,"field":"id"} as scalar bigint
