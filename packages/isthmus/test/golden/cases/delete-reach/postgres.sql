-- statement
WITH written AS (DELETE FROM "public"."orders" AS t0 WHERE ((t0."customer_id" = $1) AND (t0."status" = $2) AND (t0."customer_id" = $1)) RETURNING t0.*) SELECT CAST(coalesce(json_agg(t2.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t1."id" AS "id" FROM written AS t1 WHERE (t1."customer_id" = $1)) AS t2
--   1: {"kind":"claim","path":["sub"]} as scalar bigint
--   2: {"kind":"literal","value":"open"} as scalar text
