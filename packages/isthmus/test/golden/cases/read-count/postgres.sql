-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows, (SELECT count(*) FROM "public"."orders" AS t2) AS total FROM (SELECT t0."id" AS "id" FROM "public"."orders" AS t0 ORDER BY t0."id" LIMIT 2 OFFSET CAST($1 AS bigint)) AS t1
--   1: {"kind":"input","index":0} as count
