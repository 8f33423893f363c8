-- statement
WITH written AS (INSERT INTO "public"."orders" AS t0 ("id", "status", "customer_id") SELECT CAST(CAST($1 AS json) ->> 'id' AS bigint), (CAST($1 AS json) ->> 'status'), CAST($2 AS bigint) RETURNING t0.*) SELECT CASE WHEN EXISTS (SELECT 1 FROM written AS t2 WHERE ((t2."status" = $3)) IS NOT TRUE) THEN CAST(concat('isthmus:check') AS bigint) ELSE count(*) END AS rows FROM written AS t1
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"claim","path":["sub"]} as scalar bigint
--   3: {"kind":"literal","value":"open"} as scalar text
