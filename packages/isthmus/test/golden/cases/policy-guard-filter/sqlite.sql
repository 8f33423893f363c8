-- statement
SELECT json_group_array(json_object('id', t0."id")) AS body, count(*) AS rows FROM (SELECT t0.* FROM "orders" AS t0 WHERE ((CASE WHEN (t0."status" = ?1) THEN t0."note" END IS NULL) AND ((t0."customer_id" = ?2) OR (t0."status" = ?1))) LIMIT 1000) AS t0
--   1: {"kind":"literal","value":"paid"} as scalar text
--   2: {"kind":"claim","path":["sub"]} as scalar bigint
