-- statement
UPDATE "marks" AS t0 SET "level" = CASE WHEN json_type(e.value, ?1) IS NOT NULL THEN json_extract(e.value, ?1) ELSE t0."level" END, "name" = CASE WHEN json_type(e.value, ?2) IS NOT NULL THEN json_extract(e.value, ?2) ELSE t0."name" END FROM json_each(CASE json_type(?3) WHEN 'array' THEN ?3 ELSE json_array(json(?3)) END) AS e WHERE t0."id" = json_extract(e.value, ?4) RETURNING json_array("id") AS key
--   1: {"kind":"literal","value":"$.\"level\""} as text
--   2: {"kind":"literal","value":"$.\"name\""} as text
--   3: {"kind":"input","index":0} as json
--   4: {"kind":"literal","value":"$.\"id\""} as text
-- answer
SELECT '[' || coalesce(group_concat(t3.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t1."id", 'name', t1."name", 'level', t1."level") AS o FROM json_each(?1) AS t2 CROSS JOIN "marks" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]')) AS t3
--   1: {"kind":"written"} as json
