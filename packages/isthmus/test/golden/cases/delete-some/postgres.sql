-- statement
WITH written AS (DELETE FROM "public"."order_items" AS t0 WHERE (t0."order_id" = $1) RETURNING t0.*) SELECT CAST(coalesce(json_agg(t2.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t1."id" AS "id", t1."quantity" AS "quantity" FROM written AS t1 ORDER BY t1."id") AS t2
--   1: {"kind":"input","index":0} as scalar bigint
