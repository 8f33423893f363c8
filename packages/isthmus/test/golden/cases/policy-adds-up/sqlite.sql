-- statement
SELECT json_group_array(json_object('id', t0."id", 'status', CASE WHEN (t0."customer_id" = ?1) THEN t0."status" END, 'note', CASE WHEN (t0."status" = ?2) THEN t0."note" END, 'total', CASE typeof(t0."total") WHEN 'text' THEN iif(json_valid(t0."total"), json(t0."total"), t0."total") WHEN 'null' THEN NULL ELSE json(printf('%.2f', t0."total")) END)) AS body, count(*) AS rows FROM (SELECT t0.* FROM "orders" AS t0 WHERE ((t0."customer_id" = ?1) OR (t0."status" = ?2)) ORDER BY t0."id" NULLS LAST LIMIT 1000) AS t0
--   1: {"kind":"claim","path":["sub"]} as scalar bigint
--   2: {"kind":"literal","value":"paid"} as scalar text
