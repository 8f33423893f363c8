-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id" FROM "public"."orders" AS t0 WHERE (to_tsvector(t0."note") @@ phraseto_tsquery($1)) LIMIT 1000) AS t1
--   1: {"kind":"input","index":0} as text text
