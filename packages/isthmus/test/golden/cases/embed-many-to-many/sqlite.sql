-- statement
SELECT json_group_array(json_object('id', t0."id", 'tags', (SELECT json_group_array(json_object('label', t1."label")) FROM (SELECT t1.* FROM "product_tags" AS t2, "tags" AS t1 WHERE t2."product_id" = t0."id" AND t1."id" = t2."tag_id" ORDER BY t1."label" LIMIT 1000) AS t1))) AS body, count(*) AS rows FROM (SELECT t0.* FROM "products" AS t0 ORDER BY t0."id" NULLS LAST LIMIT 1000) AS t0
