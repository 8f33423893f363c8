-- statement
SELECT '[' || coalesce(group_concat(t1.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id", 'due', t0."due", 'small', t0."small") AS o FROM "things" AS t0 ORDER BY t0."due" DESC NULLS FIRST, t0."small", t0."id" NULLS LAST LIMIT 1000) AS t1
