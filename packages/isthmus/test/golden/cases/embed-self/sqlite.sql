-- statement
SELECT json_group_array(json_object('id', t0."id", 'parent', (SELECT json_object('name', t1."name") FROM (SELECT t1.* FROM "products" AS t1 WHERE t1."id" = t0."parent_id" LIMIT 1000) AS t1))) AS body, count(*) AS rows FROM (SELECT t0.* FROM "products" AS t0 ORDER BY t0."id" NULLS LAST LIMIT 1000) AS t0
