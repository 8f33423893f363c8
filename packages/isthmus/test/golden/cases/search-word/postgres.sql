-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id", t0."name" AS "name" FROM "public"."products" AS t0 WHERE (to_tsvector(t0."name") @@ to_tsquery($1)) LIMIT 1000) AS t1
--   1: {"kind":"input","index":0} as text text
