-- statement
INSERT INTO "public"."orders" AS t0 ("customer_id", "id", "total") SELECT CAST(CAST($1 AS json) ->> 'customer_id' AS bigint), CAST(CAST($1 AS json) ->> 'id' AS bigint), CAST(CAST($1 AS json) ->> 'total' AS numeric(10,2)) RETURNING CAST(json_build_object('id', t0."id", 'status', t0."status", 'total', t0."total") AS text) AS body
--   1: {"kind":"input","index":0} as json
