-- statement
SELECT '[' || coalesce(group_concat(t1.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id") AS o FROM "products" AS t0 WHERE (t0."published" IS FALSE) LIMIT 1000) AS t1
