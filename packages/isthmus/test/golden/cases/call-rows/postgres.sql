-- statement
WITH called AS (SELECT f.* FROM "public"."find_products"("word" := CAST($1 AS text)) AS f) SELECT CAST(coalesce(json_agg(t4.*), '[]') AS text) AS body, count(*) AS rows, nullif(current_setting('response.headers', true), '') AS headers, nullif(current_setting('response.status', true), '') AS status FROM (SELECT t0."name" AS "name", (SELECT coalesce(json_agg(t3.*), '[]') FROM (SELECT t1."label" AS "label" FROM "public"."product_tags" AS t2, "public"."tags" AS t1 WHERE t2."product_id" = t0."id" AND t1."id" = t2."tag_id" LIMIT 1000) AS t3) AS "tags" FROM called AS t0 WHERE (t0."price" > $2) ORDER BY t0."price" DESC LIMIT 2) AS t4
--   1: {"kind":"input","index":1} as scalar text
--   2: {"kind":"input","index":0} as scalar numeric(10,2)
