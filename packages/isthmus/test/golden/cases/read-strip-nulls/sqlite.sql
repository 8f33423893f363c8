-- statement
SELECT '[' || coalesce(group_concat(t1.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json(isthmus_strip_nulls(json_object('id', t0."id", 'note', t0."note"))) AS o FROM "orders" AS t0 ORDER BY t0."id" NULLS LAST LIMIT 1000) AS t1
