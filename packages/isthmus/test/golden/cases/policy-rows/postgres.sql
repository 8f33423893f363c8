-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows, (SELECT count(*) FROM "public"."orders" AS t2 WHERE (t2."customer_id" = $1)) AS total FROM (SELECT t0."id" AS "id", t0."status" AS "status" FROM "public"."orders" AS t0 WHERE (t0."customer_id" = $1) ORDER BY t0."id" LIMIT 1000) AS t1
--   1: {"kind":"claim","path":["sub"]} as scalar bigint
