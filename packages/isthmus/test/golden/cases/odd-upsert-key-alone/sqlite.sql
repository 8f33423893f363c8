-- statement
INSERT INTO "marks" AS t0 ("id") SELECT ifnull(json_extract(e.value, ?1), isthmus_refuse_null('marks', 'id')) FROM json_each(CASE json_type(?2) WHEN 'array' THEN ?2 ELSE json_array(json(?2)) END) AS e WHERE TRUE ON CONFLICT ("id") DO NOTHING RETURNING json_array("id") AS key
--   1: {"kind":"literal","value":"$.\"id\""} as text
--   2: {"kind":"input","index":0} as json
-- answer
SELECT '[' || coalesce(group_concat(t3.o, ','), '') || ']' AS body, count(*) AS rows, (SELECT count(DISTINCT value) FROM json_each(?1)) AS inserted FROM (SELECT json_object('id', t1."id", 'name', t1."name", 'level', t1."level") AS o FROM json_each(?1) AS t2 CROSS JOIN "marks" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]')) AS t3
--   1: {"kind":"written"} as json
