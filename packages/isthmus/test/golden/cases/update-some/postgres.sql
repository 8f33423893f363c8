-- statement
WITH written AS (UPDATE "public"."orders" AS t0 SET "note" = r."note" FROM json_to_record(CAST($1 AS json)) AS r("note" text) WHERE (t0."status" = $2) RETURNING t0.*) SELECT CAST(coalesce(json_agg(t2.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t1."id" AS "id", t1."note" AS "note" FROM written AS t1 ORDER BY t1."id") AS t2
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"input","index":1} as scalar text
