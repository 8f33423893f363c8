-- statement
SELECT json_group_array(json(isthmus_strip_nulls(json_object('id', t0."id", 'note', t0."note")))) AS body, count(*) AS rows FROM (SELECT t0.* FROM "orders" AS t0 ORDER BY t0."id" NULLS LAST LIMIT 1000) AS t0
