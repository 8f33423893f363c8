-- statement
SELECT json_group_array(json_object('id', t0."id", 'customer', (SELECT json_object('id', t1."id", 'name', t1."name") FROM (SELECT t1.* FROM "customers" AS t1 WHERE t1."id" = t0."customer_id" LIMIT 1000) AS t1))) AS body, count(*) AS rows FROM (SELECT t0.* FROM "orders" AS t0 ORDER BY t0."id" NULLS LAST LIMIT 1000) AS t0
