-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id", t0."note" AS "note" FROM "public"."orders" AS t0 WHERE (to_tsvector(t0."note") @@ websearch_to_tsquery($1)) ORDER BY t0."id" LIMIT 1000) AS t1
--   1: {"kind":"input","index":0} as text text
