-- statement
SELECT '[' || coalesce(group_concat(t1.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id", 'status', CASE WHEN (t0."customer_id" = ?1) THEN t0."status" END, 'note', CASE WHEN (t0."status" = ?2) THEN t0."note" END, 'total', iif(typeof(t0."total") = 'text' AND json_valid(t0."total"), json(t0."total"), t0."total")) AS o FROM "orders" AS t0 WHERE ((t0."customer_id" = ?1) OR (t0."status" = ?2)) ORDER BY t0."id" NULLS LAST LIMIT 1000) AS t1
--   1: {"kind":"claim","path":["sub"]} as scalar bigint
--   2: {"kind":"literal","value":"paid"} as scalar text
