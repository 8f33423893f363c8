-- statement
SELECT CAST(coalesce(json_agg(t3.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id", (SELECT coalesce(json_agg(t2.*), '[]') FROM (SELECT t1."place" AS "place" FROM "public"."parts" AS t1 WHERE t1."thing_id" = t0."id" AND (t1."place" = $1) LIMIT 1000) AS t2) AS "parts" FROM "public"."things" AS t0 WHERE (t0."id" = $2) LIMIT 0) AS t3
--   1: {"kind":"input","index":0} as scalar integer
--   2: {"kind":"input","index":1} as scalar bigint
