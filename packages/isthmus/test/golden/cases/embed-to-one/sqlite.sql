-- statement
SELECT '[' || coalesce(group_concat(t2.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id", 'customer', (SELECT json_object('id', t1."id", 'name', t1."name") FROM "customers" AS t1 WHERE t1."id" = t0."customer_id")) AS o FROM "orders" AS t0 ORDER BY t0."id" NULLS LAST LIMIT 1000) AS t2
