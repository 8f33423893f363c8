-- statement
SELECT '[' || coalesce(group_concat(t1.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id") AS o FROM "things" AS t0 WHERE (isthmus_same(json(t0."doc")) = isthmus_same(json(?1))) ORDER BY t0."id" NULLS LAST LIMIT 1000) AS t1
--   1: {"kind":"input","index":0} as scalar json
