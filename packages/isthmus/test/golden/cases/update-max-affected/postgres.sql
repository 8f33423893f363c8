-- statement
WITH written AS (UPDATE "public"."orders" AS t0 SET "note" = r."note" FROM json_to_record(CAST($1 AS json)) AS r("note" text) WHERE (t0."status" = $2) RETURNING 1 AS one) SELECT CASE WHEN (SELECT count(*) FROM written) > CAST($3 AS bigint) THEN CAST(concat('isthmus:affected:', (SELECT count(*) FROM written)) AS bigint) ELSE count(*) END AS rows FROM written AS t1
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"input","index":1} as scalar text
--   3: {"kind":"input","index":2} as count
