-- statement
WITH written AS (UPDATE "public"."orders" AS t0 SET "status" = r."status" FROM json_to_record(CAST($1 AS json)) AS r("status" text) WHERE ((t0."customer_id" = $2) AND (t0."status" = $3) AND (t0."customer_id" = $2)) RETURNING t0.*) SELECT CAST(coalesce(json_agg(t2.*), '[]') AS text) AS body, CASE WHEN EXISTS (SELECT 1 FROM written AS t3 WHERE ((t3."customer_id" = $2)) IS NOT TRUE) THEN CAST(concat('isthmus:check') AS bigint) ELSE count(*) END AS rows FROM (SELECT t1."id" AS "id", t1."status" AS "status" FROM written AS t1 WHERE (t1."customer_id" = $2)) AS t2
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"claim","path":["sub"]} as scalar bigint
--   3: {"kind":"literal","value":"open"} as scalar text
