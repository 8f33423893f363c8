-- statement
INSERT INTO "tags" AS t0 ("id", "label") SELECT ifnull(json_extract(e.value, ?1), isthmus_refuse_null('tags', 'id')), json_extract(e.value, ?2) FROM json_each(CASE json_type(?3) WHEN 'array' THEN ?3 ELSE json_array(json(?3)) END) AS e WHERE TRUE ON CONFLICT ("id") DO NOTHING RETURNING json_array("id") AS key
--   1: {"kind":"literal","value":"$.\"id\""} as text
--   2: {"kind":"literal","value":"$.\"label\""} as text
--   3: {"kind":"input","index":0} as json
-- answer
SELECT '[' || coalesce(group_concat(t3.o, ','), '') || ']' AS body, count(*) AS rows, (SELECT count(DISTINCT value) FROM json_each(?1)) AS inserted FROM (SELECT json_object('id', t1."id", 'label', t1."label") AS o FROM json_each(?1) AS t2 CROSS JOIN "tags" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]')) AS t3
--   1: {"kind":"written"} as json
