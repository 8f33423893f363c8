-- statement
SELECT '[' || coalesce(group_concat(t1.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id") AS o FROM "orders" AS t0 WHERE (((t0."customer_id" = ?1) OR (t0."status" = ?2)) AND NOT ((CASE WHEN (t0."status" = ?2) THEN t0."note" END = ?3))) ORDER BY t0."id" NULLS LAST LIMIT 1000) AS t1
--   1: {"kind":"claim","path":["sub"]} as scalar bigint
--   2: {"kind":"literal","value":"paid"} as scalar text
--   3: {"kind":"input","index":0} as scalar text
