-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id", t0."due" AS "due", t0."small" AS "small" FROM "public"."things" AS t0 ORDER BY t0."due" DESC, t0."small" NULLS FIRST, t0."id" LIMIT 1000) AS t1
