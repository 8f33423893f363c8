-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id", t0."parent_id" AS "parent_id", t0."placed" AS "placed" FROM "public"."things" AS t0 WHERE (t0."parent_id" >= $1) ORDER BY t0."parent_id", t0."placed", t0."id" LIMIT 1000) AS t1
--   1: {"kind":"input","index":0} as scalar bigint
