-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id" FROM "public"."products" AS t0 WHERE (t0."published" IS FALSE) LIMIT 1000) AS t1
