-- statement
SELECT CAST(coalesce(json_agg(t3.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id", (SELECT row_to_json(t2.*) FROM (SELECT t1."name" AS "name" FROM "public"."products" AS t1 WHERE t1."id" = t0."parent_id") AS t2) AS "parent" FROM "public"."products" AS t0 ORDER BY t0."id" LIMIT 1000) AS t3
