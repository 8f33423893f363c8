-- statement
INSERT INTO "public"."orders" AS t0 ("customer_id", "id", "total") SELECT r."customer_id", r."id", r."total" FROM json_to_recordset(CASE json_typeof(CAST($1 AS json)) WHEN 'array' THEN CAST($1 AS json) ELSE json_build_array(CAST($1 AS json)) END) AS r("customer_id" bigint, "id" bigint, "total" numeric(10,2)) RETURNING CAST(json_build_object('id', t0."id") AS text) AS body
--   1: {"kind":"input","index":0} as json

-- statement
INSERT INTO "public"."order_items" AS t0 ("id", "product_id", "quantity", "order_id") SELECT r."id", r."product_id", r."quantity", CAST($1 AS bigint) FROM json_to_recordset(CASE json_typeof(CAST($2 AS json)) WHEN 'array' THEN CAST($2 AS json) ELSE json_build_array(CAST($2 AS json)) END) AS r("id" bigint, "product_id" bigint, "quantity" bigint)
--   1: {"kind":"result","step":0,"field":"id"} as scalar bigint
--   2: {"kind":"input","index":0} as json

-- statement
INSERT INTO "public"."order_items" AS t0 ("id", "product_id", "quantity", "order_id") SELECT r."id", r."product_id", r."quantity", CAST($1 AS bigint) FROM json_to_recordset(CASE json_typeof(CAST($2 AS json)) WHEN 'array' THEN CAST($2 AS json) ELSE json_build_array(CAST($2 AS json)) END) AS r("id" bigint, "product_id" bigint, "quantity" bigint)
--   1: {"kind":"result","step":0,"field":"id"} as scalar bigint
--   2: {"kind":"input","index":0} as json

-- statement
SELECT CAST(coalesce(json_agg(t3.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id", (SELECT coalesce(json_agg(t2.*), '[]') FROM (SELECT t1."id" AS "id", t1."order_id" AS "order_id", t1."quantity" AS "quantity" FROM "public"."order_items" AS t1 WHERE t1."order_id" = t0."id" LIMIT 1000) AS t2) AS "order_items" FROM "public"."orders" AS t0 WHERE (t0."id" = $1) LIMIT 1000) AS t3
--   1: {"kind":"result","step":0,"field":"id"} as scalar bigint
