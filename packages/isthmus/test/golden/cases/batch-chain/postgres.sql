-- statement
INSERT INTO "public"."orders" AS t0 ("customer_id", "id", "total") SELECT CAST(CAST($1 AS json) ->> 'customer_id' AS bigint), CAST(CAST($1 AS json) ->> 'id' AS bigint), CAST(CAST($1 AS json) ->> 'total' AS numeric(10,2)) RETURNING CAST(json_build_object('id', t0."id", 'customer_id', t0."customer_id") AS text) AS body
--   1: {"kind":"input","index":0} as json

-- statement
INSERT INTO "public"."order_items" AS t0 ("id", "product_id", "quantity", "order_id") SELECT CAST(CAST($1 AS json) ->> 'id' AS bigint), CAST(CAST($1 AS json) ->> 'product_id' AS bigint), CAST(CAST($1 AS json) ->> 'quantity' AS bigint), CAST($2 AS bigint) RETURNING CAST(json_build_object('order_id', t0."order_id") AS text) AS body
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"result","step":0,"field":"id"} as scalar bigint

-- statement
UPDATE "public"."customers" AS t0 SET "name" = (CAST($1 AS json) ->> 'name') WHERE (t0."id" = $2) RETURNING CAST(json_build_object('id', t0."id", 'name', t0."name") AS text) AS body
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"result","step":0,"field":"customer_id"} as scalar bigint

-- statement
SELECT CAST(coalesce(json_agg(t3.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id", (SELECT coalesce(json_agg(t2.*), '[]') FROM (SELECT t1."quantity" AS "quantity" FROM "public"."order_items" AS t1 WHERE t1."order_id" = t0."id" LIMIT 1000) AS t2) AS "order_items" FROM "public"."orders" AS t0 WHERE (t0."id" = $1) LIMIT 1000) AS t3
--   1: {"kind":"result","step":1,"field":"order_id"} as scalar bigint
