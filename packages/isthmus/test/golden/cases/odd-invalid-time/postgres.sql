-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id" FROM "public"."things" AS t0 WHERE (t0."placed" = $1) LIMIT 1000) AS t1
--   1: {"kind":"input","index":0} as scalar timestamp without time zone
