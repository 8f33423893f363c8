-- statement
WITH written AS (INSERT INTO "public"."orders" AS t0 ("id", "status", "customer_id") SELECT r."id", r."status", CAST($1 AS bigint) FROM json_to_recordset(CASE json_typeof(CAST($2 AS json)) WHEN 'array' THEN CAST($2 AS json) ELSE json_build_array(CAST($2 AS json)) END) AS r("id" bigint, "status" text) RETURNING t0.*) SELECT CASE WHEN EXISTS (SELECT 1 FROM written AS t2 WHERE ((t2."status" = $3)) IS NOT TRUE) THEN CAST(concat('isthmus:check') AS bigint) ELSE count(*) END AS rows FROM written AS t1
--   1: {"kind":"claim","path":["sub"]} as scalar bigint
--   2: {"kind":"input","index":0} as json
--   3: {"kind":"literal","value":"open"} as scalar text
