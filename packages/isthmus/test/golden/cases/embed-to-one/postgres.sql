-- statement
SELECT CAST(coalesce(json_agg(t3.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id", (SELECT row_to_json(t2.*) FROM (SELECT t1."id" AS "id", t1."name" AS "name" FROM "public"."customers" AS t1 WHERE t1."id" = t0."customer_id") AS t2) AS "customer" FROM "public"."orders" AS t0 ORDER BY t0."id" LIMIT 1000) AS t3
