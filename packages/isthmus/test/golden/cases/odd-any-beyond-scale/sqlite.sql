-- statement
SELECT '[' || coalesce(group_concat(t1.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id") AS o FROM "orders" AS t0 WHERE ((SELECT CASE WHEN max(t0."total" = value) = 1 THEN 1 WHEN count(*) > count(t0."total" = value) THEN NULL ELSE 0 END FROM json_each(?1))) ORDER BY t0."id" NULLS LAST LIMIT 1000) AS t1
--   1: {"kind":"input","index":0} as list decimal(10,2)
