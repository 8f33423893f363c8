-- statement
SELECT '[' || coalesce(group_concat(t1.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id") AS o FROM "orders" AS t0 WHERE (t0."total" IN (SELECT value FROM json_each(?1))) ORDER BY t0."id" NULLS LAST LIMIT 1000) AS t1
--   1: {"kind":"input","index":0} as list decimal(10,2)
