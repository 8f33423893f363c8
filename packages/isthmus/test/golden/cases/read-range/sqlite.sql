-- statement
SELECT '[' || coalesce(group_concat(t1.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id") AS o FROM "orders" AS t0 ORDER BY t0."id" NULLS LAST LIMIT min(?1, 1000) OFFSET ?2) AS t1
--   1: {"kind":"input","index":0} as count
--   2: {"kind":"input","index":1} as count
