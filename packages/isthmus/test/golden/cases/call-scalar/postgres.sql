-- statement
WITH called AS (SELECT f.* FROM "public"."add_numbers"("a" := CAST($1 AS integer)) AS f(v)) SELECT coalesce((array_agg(CAST(to_json(called.v) AS text)))[1], 'null') AS body, count(*) AS rows, nullif(current_setting('response.headers', true), '') AS headers, nullif(current_setting('response.status', true), '') AS status FROM called
--   1: {"kind":"input","index":0} as scalar integer
