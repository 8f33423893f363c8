-- statement
SELECT json_group_array(json_object('id', t0."id")) AS body, count(*) AS rows FROM (SELECT t0.* FROM "orders" AS t0 WHERE FALSE LIMIT 1000) AS t0
