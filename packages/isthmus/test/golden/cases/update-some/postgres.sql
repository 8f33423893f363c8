-- statement
WITH written AS (UPDATE "public"."orders" AS t0 SET "note" = r."note" FROM (SELECT * FROM json_to_recordset(CASE json_typeof(CAST($1 AS json)) WHEN 'array' THEN CAST($1 AS json) ELSE json_build_array(CAST($1 AS json)) END) AS r("note" text) LIMIT 1) AS r WHERE (t0."status" = $2) RETURNING t0.*) SELECT CAST(coalesce(json_agg(t2.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t1."id" AS "id", t1."note" AS "note" FROM written AS t1 ORDER BY t1."id") AS t2
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"input","index":1} as scalar text
