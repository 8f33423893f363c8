-- before
SELECT json_array(t0."id") AS key FROM "orders" AS t0 WHERE ((t0."customer_id" = ?1) AND (t0."status" = ?2) AND (t0."customer_id" = ?1))
--   1: {"kind":"claim","path":["sub"]} as scalar bigint
--   2: {"kind":"literal","value":"open"} as scalar text
-- statement
DELETE FROM "orders" AS t0 WHERE t0."id" IN (SELECT json_extract(value, '$[0]') FROM json_each(?1))
--   1: {"kind":"written"} as json
-- answer
SELECT '[' || coalesce(group_concat(t3.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t1."id") AS o FROM json_each(?1) AS t2 CROSS JOIN "orders" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]') AND (t1."customer_id" = ?2)) AS t3
--   1: {"kind":"written"} as json
--   2: {"kind":"claim","path":["sub"]} as scalar bigint
