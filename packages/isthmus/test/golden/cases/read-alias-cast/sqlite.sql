-- statement
SELECT '[' || coalesce(group_concat(t1.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('number', CAST(t0."id" AS TEXT), 'cost', CASE WHEN t0."price" IS NOT NULL THEN printf('%.2f', t0."price") END) AS o FROM "products" AS t0 WHERE (t0."id" = ?1) LIMIT 1000) AS t1
--   1: {"kind":"input","index":0} as scalar bigint
