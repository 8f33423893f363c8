-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id" FROM "public"."orders" AS t0 WHERE ((t0."note" IS NULL) AND (t0."billing_customer_id" IS NULL)) LIMIT 1000) AS t1
