-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id" FROM "public"."orders" AS t0 ORDER BY t0."note" NULLS FIRST, t0."id" DESC LIMIT 1000) AS t1
