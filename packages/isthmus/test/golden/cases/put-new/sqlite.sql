-- statement
INSERT INTO "tags" AS t0 ("id", "label") VALUES (ifnull(json_extract(?1, ?2), isthmus_refuse_null('tags', 'id')), json_extract(?1, ?3)) ON CONFLICT ("id") DO UPDATE SET "label" = excluded."label" RETURNING json_array("id") AS key
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"literal","value":"$.\"id\""} as text
--   3: {"kind":"literal","value":"$.\"label\""} as text
-- answer
SELECT '[' || coalesce(group_concat(t3.o, ','), '') || ']' AS body, count(*) AS rows, max(0, (SELECT count(DISTINCT value) FROM json_each(?1)) - ?2) AS inserted FROM (SELECT json_object('id', t1."id", 'label', t1."label") AS o FROM json_each(?1) AS t2 CROSS JOIN "tags" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]')) AS t3
--   1: {"kind":"written"} as json
--   2: {"kind":"existing"} as scalar bigint
