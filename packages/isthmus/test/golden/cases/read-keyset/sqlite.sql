-- statement
SELECT json_group_array(json(t1.j)) FILTER (WHERE t1.n <= min(?1, 1000)) AS body, min(count(*), min(?1, 1000)) AS rows, CASE WHEN count(*) > min(?1, 1000) THEN max(CASE WHEN t1.n = min(?1, 1000) THEN t1.k END) END AS cursor FROM (SELECT json_object('id', t0."id") AS j, json_array(CASE WHEN typeof(t0."total") = 'real' THEN json(printf('%!.17g', t0."total")) ELSE t0."total" END, t0."id") AS k, row_number() OVER () AS n FROM (SELECT t0.* FROM "orders" AS t0 ORDER BY t0."total" DESC, t0."id" NULLS LAST LIMIT min(?1, 1000) + 1) AS t0) AS t1
--   1: {"kind":"input","index":0} as count
