-- statement
SELECT json_group_array(json_object('id', t0."id")) AS body, count(*) AS rows FROM (SELECT t0.* FROM "products" AS t0 WHERE ((SELECT CASE WHEN max(isthmus_like(value, t0."name", 0)) = 1 THEN 1 WHEN count(*) > count(isthmus_like(value, t0."name", 0)) THEN NULL ELSE 0 END FROM json_each(?1))) ORDER BY t0."id" NULLS LAST LIMIT 1000) AS t0
--   1: {"kind":"input","index":0} as list text
