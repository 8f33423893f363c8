-- statement
SELECT CAST(coalesce(json_agg(t4.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id", (SELECT coalesce(json_agg(t3.*), '[]') FROM (SELECT t1."label" AS "label" FROM "public"."product_tags" AS t2, "public"."tags" AS t1 WHERE t2."product_id" = t0."id" AND t1."id" = t2."tag_id" AND (t1."label" <> $1) ORDER BY t1."label" LIMIT 1000) AS t3) AS "tags" FROM "public"."products" AS t0 WHERE (t0."published" = $2) ORDER BY t0."id" LIMIT 1000) AS t4
--   1: {"kind":"literal","value":"secret-tag"} as scalar text
--   2: {"kind":"literal","value":true} as scalar boolean
