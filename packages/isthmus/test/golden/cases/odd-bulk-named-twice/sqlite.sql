-- statement
UPDATE "marks" AS t0 SET "name" = CASE WHEN json_type(e.value, ?1) IS NOT NULL THEN json_extract(e.value, ?1) ELSE t0."name" END FROM json_each(CASE json_type(?2) WHEN 'array' THEN ?2 ELSE json_array(json(?2)) END) AS e WHERE t0."id" = json_extract(e.value, ?3) RETURNING json_array("id") AS key
--   1: {"kind":"literal","value":"$.\"name\""} as text
--   2: {"kind":"input","index":0} as json
--   3: {"kind":"literal","value":"$.\"id\""} as text
-- answer
SELECT '[' || coalesce(group_concat(t3.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t1."id", 'name', t1."name", 'level', t1."level") AS o FROM json_each(?1) AS t2 CROSS JOIN "marks" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]')) AS t3
--   1: {"kind":"written"} as json
