-- statement
WITH called AS (SELECT f.* FROM (SELECT * FROM json_to_recordset(CASE json_typeof(CAST($1 AS json)) WHEN 'array' THEN CAST($1 AS json) ELSE json_build_array(CAST($1 AS json)) END) AS r("a" integer, "b" integer) LIMIT 1) AS r, LATERAL "public"."add_numbers"("a" := r."a", "b" := r."b") AS f(v)) SELECT coalesce((array_agg(CAST(to_json(called.v) AS text)))[1], 'null') AS body, count(*) AS rows, nullif(current_setting('response.headers', true), '') AS headers, nullif(current_setting('response.status', true), '') AS status FROM called
--   1: {"kind":"input","index":0} as json
