-- before
SELECT json_array(t0."id") AS key FROM "orders" AS t0 WHERE ((t0."customer_id" = ?1) AND (t0."status" = ?2) AND (t0."customer_id" = ?1))
--   1: {"kind":"claim","path":["sub"]} as scalar bigint
--   2: {"kind":"literal","value":"open"} as scalar text
-- statement
DELETE FROM "orders" AS t0 WHERE t0."id" IN (SELECT json_extract(value, '$[0]') FROM json_each(?1))
--   1: {"kind":"written"} as json
-- answer
SELECT json_group_array(json_object('id', t1."id")) AS body, count(*) AS rows FROM json_each(?1) AS t2 CROSS JOIN "orders" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]') AND (t1."customer_id" = ?2)
--   1: {"kind":"written"} as json
--   2: {"kind":"claim","path":["sub"]} as scalar bigint
