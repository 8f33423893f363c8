-- statement
UPDATE "products" AS t0 SET "cost" = json_extract(?1, ?2) WHERE ((t0."data" -> ?3) IS NULL) RETURNING json_array("id") AS key
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"literal","value":"$.\"cost\""} as text
--   3: {"kind":"literal","value":"$.\"size\""} as text
-- answer
SELECT '[' || coalesce(group_concat(t3.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t1."id", 'data', CASE WHEN json_valid(t1."data") THEN json(t1."data") ELSE t1."data" END, 'cost', iif(typeof(t1."cost") = 'text' AND json_valid(t1."cost"), json(t1."cost"), t1."cost")) AS o FROM json_each(?1) AS t2 CROSS JOIN "products" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]') ORDER BY t1."id" NULLS LAST) AS t3
--   1: {"kind":"written"} as json
