-- statement
WITH written AS (INSERT INTO "public"."orders" AS t0 ("id", "total", "customer_id") SELECT CAST(CAST($1 AS json) ->> 'id' AS bigint), CAST(CAST($1 AS json) ->> 'total' AS numeric(10,2)), CAST($2 AS bigint) RETURNING t0.*) SELECT CAST(coalesce(json_agg(t2.*), '[]') AS text) AS body, CASE WHEN EXISTS (SELECT 1 FROM written AS t3 WHERE ((t3."status" = $3)) IS NOT TRUE) THEN CAST(concat('isthmus:check') AS bigint) ELSE count(*) END AS rows FROM (SELECT t1."id" AS "id", t1."customer_id" AS "customer_id", t1."status" AS "status" FROM written AS t1 WHERE (t1."customer_id" = $2)) AS t2
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"claim","path":["sub"]} as scalar bigint
--   3: {"kind":"literal","value":"open"} as scalar text
