-- statement
UPDATE "orders" AS t0 SET "status" = json_extract(?1, ?2) WHERE ((t0."customer_id" = ?3) AND (t0."status" = ?4) AND (t0."customer_id" = ?3)) RETURNING json_array("id") AS key
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"literal","value":"$.\"status\""} as text
--   3: {"kind":"claim","path":["sub"]} as scalar bigint
--   4: {"kind":"literal","value":"open"} as scalar text
-- check
SELECT count(*) AS broken FROM json_each(?1) AS t5 WHERE NOT EXISTS (SELECT 1 FROM "orders" AS t4 WHERE t4."id" = json_extract(t5.value, '$[0]') AND ((t4."customer_id" = ?2)))
--   1: {"kind":"written"} as json
--   2: {"kind":"claim","path":["sub"]} as scalar bigint
-- answer
SELECT '[' || coalesce(group_concat(t3.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t1."id", 'status', t1."status") AS o FROM json_each(?1) AS t2 CROSS JOIN "orders" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]') AND (t1."customer_id" = ?2)) AS t3
--   1: {"kind":"written"} as json
--   2: {"kind":"claim","path":["sub"]} as scalar bigint
