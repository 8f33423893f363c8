-- statement
SELECT json_group_array(json_object('id', t0."id")) AS body, count(*) AS rows, (SELECT count(*) FROM "orders" AS t1) AS total FROM (SELECT t0.* FROM "orders" AS t0 ORDER BY t0."id" NULLS LAST LIMIT 2 OFFSET ?1) AS t0
--   1: {"kind":"input","index":0} as count
