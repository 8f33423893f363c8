-- statement
SELECT CAST(coalesce(json_agg(json_strip_nulls(row_to_json(t1.*))), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id", t0."note" AS "note" FROM "public"."orders" AS t0 ORDER BY t0."id" LIMIT 1000) AS t1
