-- statement
SELECT '[' || coalesce(group_concat(t1.o, ','), '') || ']' AS body, count(*) AS rows, (SELECT count(*) FROM "orders" AS t2 WHERE (t2."customer_id" = ?1)) AS total FROM (SELECT json_object('id', t0."id", 'status', t0."status") AS o FROM "orders" AS t0 WHERE (t0."customer_id" = ?1) ORDER BY t0."id" NULLS LAST LIMIT 1000) AS t1
--   1: {"kind":"claim","path":["sub"]} as scalar bigint
