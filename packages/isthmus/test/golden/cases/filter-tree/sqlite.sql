-- statement
SELECT '[' || coalesce(group_concat(t1.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id") AS o FROM "orders" AS t0 WHERE ((t0."status" = ?1) OR ((t0."status" = ?2) AND NOT (((t0."total" < ?3) OR (t0."id" = ?4))))) ORDER BY t0."id" NULLS LAST LIMIT 1000) AS t1
--   1: {"kind":"input","index":0} as scalar text
--   2: {"kind":"input","index":1} as scalar text
--   3: {"kind":"input","index":2} as scalar decimal(10,2)
--   4: {"kind":"input","index":3} as scalar bigint
