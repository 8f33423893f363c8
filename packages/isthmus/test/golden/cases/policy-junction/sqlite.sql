-- statement
SELECT '[' || coalesce(group_concat(t3.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id", 'tags', (SELECT json_group_array(json_object('label', t1."label")) FROM (SELECT t1.* FROM "product_tags" AS t2, "tags" AS t1 WHERE t2."product_id" = t0."id" AND t1."id" = t2."tag_id" AND (t1."label" <> ?1) ORDER BY t1."label" LIMIT 1000) AS t1)) AS o FROM "products" AS t0 WHERE (t0."published" = ?2) ORDER BY t0."id" NULLS LAST LIMIT 1000) AS t3
--   1: {"kind":"literal","value":"secret-tag"} as scalar text
--   2: {"kind":"literal","value":true} as scalar boolean
