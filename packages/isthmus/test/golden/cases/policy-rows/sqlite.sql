-- statement
SELECT json_group_array(json_object('id', t0."id", 'status', t0."status")) AS body, count(*) AS rows, (SELECT count(*) FROM "orders" AS t1 WHERE (t1."customer_id" = ?1)) AS total FROM (SELECT t0.* FROM "orders" AS t0 WHERE (t0."customer_id" = ?1) ORDER BY t0."id" NULLS LAST LIMIT 1000) AS t0
--   1: {"kind":"claim","path":["sub"]} as scalar bigint
