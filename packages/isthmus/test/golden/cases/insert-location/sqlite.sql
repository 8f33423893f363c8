-- statement
INSERT INTO "tags" AS t0 ("id", "label") VALUES (ifnull(json_extract(?1, ?2), isthmus_refuse_null('tags', 'id')), json_extract(?1, ?3)) RETURNING json_array("id") AS key
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"literal","value":"$.\"id\""} as text
--   3: {"kind":"literal","value":"$.\"label\""} as text
-- answer
SELECT json_array_length(?1) AS rows, (SELECT json_array(CAST(t1."id" AS TEXT)) FROM json_each(?1) AS t2 CROSS JOIN "tags" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]') LIMIT 1) AS located FROM (SELECT 1)
--   1: {"kind":"written"} as json
