-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."status" AS "status", sum(t0."total") AS "sum", count(*) AS "count" FROM "public"."orders" AS t0 GROUP BY 1 ORDER BY t0."status" LIMIT 1000) AS t1
