-- statement
SELECT json_group_array(json_object('status', t1.c0, 'sum', iif(typeof(t1.c1) = 'text' AND json_valid(t1.c1), json(t1.c1), t1.c1), 'count', t1.c2)) AS body, count(*) AS rows FROM (SELECT t0."status" AS c0, round(sum(t0."total"), 2) AS c1, count(*) AS c2 FROM "orders" AS t0 GROUP BY 1 ORDER BY t0."status" LIMIT 1000) AS t1
