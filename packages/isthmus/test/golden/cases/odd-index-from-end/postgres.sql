-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id", (t0."doc" -> CAST($1 AS text) -> CAST($2 AS text) ->> -1) AS "last" FROM "public"."things" AS t0 ORDER BY t0."id" LIMIT 1000) AS t1
--   1: {"kind":"literal","value":"b"} as text text
--   2: {"kind":"literal","value":"list"} as text text
