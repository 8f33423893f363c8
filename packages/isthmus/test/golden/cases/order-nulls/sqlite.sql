-- statement
SELECT '[' || coalesce(group_concat(t1.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id") AS o FROM "orders" AS t0 ORDER BY t0."note", t0."id" DESC NULLS FIRST LIMIT 1000) AS t1
