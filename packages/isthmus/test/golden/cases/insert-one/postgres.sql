-- statement
INSERT INTO "public"."orders" AS t0 ("customer_id", "id", "total") SELECT CAST(CAST($1 AS json) ->> 'customer_id' AS bigint), CAST(CAST($1 AS json) ->> 'id' AS bigint), CAST(CAST($1 AS json) ->> 'total' AS numeric(10,2)) RETURNING CAST((SELECT row_to_json(t1.*) FROM (SELECT t0."id" AS "id", t0."status" AS "status", t0."total" AS "total") AS t1) AS text) AS body
--   1: {"kind":"input","index":0} as json
