-- statement
WITH called AS (SELECT f.* FROM "public"."find_products"("word" := CAST($1 AS text)) AS f) SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows, nullif(current_setting('response.headers', true), '') AS headers, nullif(current_setting('response.status', true), '') AS status FROM (SELECT t0."id" AS "id", t0."name" AS "name", t0."price" AS "price", t0."data" AS "data", t0."parent_id" AS "parent_id" FROM called AS t0 WHERE (t0."published" = $2) ORDER BY t0."id" LIMIT 1000) AS t1
--   1: {"kind":"input","index":0} as scalar text
--   2: {"kind":"literal","value":true} as scalar boolean
