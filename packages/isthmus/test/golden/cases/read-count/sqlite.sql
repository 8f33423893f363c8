-- statement
SELECT '[' || coalesce(group_concat(t1.o, ','), '') || ']' AS body, count(*) AS rows, (SELECT count(*) FROM "orders" AS t2) AS total FROM (SELECT json_object('id', t0."id") AS o FROM "orders" AS t0 ORDER BY t0."id" NULLS LAST LIMIT 2 OFFSET ?1) AS t1
--   1: {"kind":"input","index":0} as count
