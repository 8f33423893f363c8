-- statement
WITH written AS (INSERT INTO "public"."tags" AS t0 ("id", "label") SELECT r."id", r."label" FROM json_to_recordset(CASE json_typeof(CAST($1 AS json)) WHEN 'array' THEN CAST($1 AS json) ELSE json_build_array(CAST($1 AS json)) END) AS r("id" bigint, "label" text) RETURNING t0.*) SELECT CAST(coalesce(json_agg(t2.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t1."id" AS "id", t1."label" AS "label" FROM written AS t1) AS t2
--   1: {"kind":"input","index":0} as json
