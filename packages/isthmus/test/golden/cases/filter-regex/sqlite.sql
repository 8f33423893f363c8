-- statement
SELECT json_group_array(json_object('id', t0."id")) AS body, count(*) AS rows FROM (SELECT t0.* FROM "products" AS t0 WHERE (isthmus_regexp(?1, t0."name", '')) ORDER BY t0."id" NULLS LAST LIMIT 1000) AS t0
--   1: {"kind":"input","index":0} as scalar text
