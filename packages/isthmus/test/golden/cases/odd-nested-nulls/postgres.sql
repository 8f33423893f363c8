-- statement
SELECT CAST(coalesce(json_agg(t3.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id", (SELECT coalesce(json_agg(t2.*), '[]') FROM (SELECT t1."place" AS "place", t1."note" AS "note" FROM "public"."parts" AS t1 WHERE t1."thing_id" = t0."id" ORDER BY t1."note" DESC NULLS LAST, t1."place" LIMIT 1000) AS t2) AS "parts" FROM "public"."things" AS t0 WHERE (t0."id" = $1) LIMIT 1000) AS t3
--   1: {"kind":"input","index":0} as scalar bigint
