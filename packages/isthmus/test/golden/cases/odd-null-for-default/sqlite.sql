-- statement
UPDATE "marks" AS t0 SET "name" = json_extract(?1, ?2) WHERE (t0."id" = ?3) RETURNING json_array("id") AS key
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"literal","value":"$.\"name\""} as text
--   3: {"kind":"input","index":1} as scalar bigint
-- answer
SELECT '[' || coalesce(group_concat(t3.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t1."id", 'name', t1."name", 'level', t1."level") AS o FROM json_each(?1) AS t2 CROSS JOIN "marks" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]')) AS t3
--   1: {"kind":"written"} as json
