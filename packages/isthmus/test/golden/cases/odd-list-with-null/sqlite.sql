-- statement
SELECT '[' || coalesce(group_concat(t1.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id") AS o FROM "things" AS t0 WHERE (t0."doc" IS NOT NULL) ORDER BY t0."id" NULLS LAST LIMIT 1000) AS t1
