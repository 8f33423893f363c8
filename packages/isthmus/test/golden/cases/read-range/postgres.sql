-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id" FROM "public"."orders" AS t0 ORDER BY t0."id" LIMIT least(CAST($1 AS bigint), 1000) OFFSET CAST($2 AS bigint)) AS t1
--   1: {"kind":"input","index":0} as count
--   2: {"kind":"input","index":1} as count
