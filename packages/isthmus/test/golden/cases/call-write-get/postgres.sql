-- statement
WITH called AS (SELECT f.* FROM "public"."retag"("tag" := CAST($1 AS bigint), "label" := CAST($2 AS text)) AS f) SELECT (array_agg(CAST(row_to_json(t1.*) AS text)))[1] AS body, count(*) AS rows, nullif(current_setting('response.headers', true), '') AS headers, nullif(current_setting('response.status', true), '') AS status FROM (SELECT t0."id" AS "id", t0."label" AS "label" FROM called AS t0 LIMIT 1000) AS t1
--   1: {"kind":"input","index":0} as scalar bigint
--   2: {"kind":"input","index":1} as scalar text
