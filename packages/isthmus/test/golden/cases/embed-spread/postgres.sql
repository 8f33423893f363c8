-- statement
SELECT CAST(coalesce(json_agg(t2.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id", (SELECT t1."name" FROM "public"."products" AS t1 WHERE t1."id" = t0."product_id") AS "product" FROM "public"."order_items" AS t0 ORDER BY t0."id" LIMIT 1000) AS t2
