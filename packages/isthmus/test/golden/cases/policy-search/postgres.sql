-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id" FROM "public"."orders" AS t0 WHERE ((t0."customer_id" = $1) AND (to_tsvector(t0."status") @@ to_tsquery($2))) LIMIT 1000) AS t1
--   1: {"kind":"claim","path":["sub"]} as scalar bigint
--   2: {"kind":"input","index":0} as text text
