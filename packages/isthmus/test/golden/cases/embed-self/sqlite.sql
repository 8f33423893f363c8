-- statement
SELECT '[' || coalesce(group_concat(t2.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id", 'parent', (SELECT json_object('name', t1."name") FROM "products" AS t1 WHERE t1."id" = t0."parent_id")) AS o FROM "products" AS t0 ORDER BY t0."id" NULLS LAST LIMIT 1000) AS t2
