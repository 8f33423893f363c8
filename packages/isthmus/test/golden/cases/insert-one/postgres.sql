-- statement
WITH written AS (INSERT INTO "public"."orders" AS t0 ("customer_id", "id", "total") SELECT r."customer_id", r."id", r."total" FROM json_to_recordset(CASE json_typeof(CAST($1 AS json)) WHEN 'array' THEN CAST($1 AS json) ELSE json_build_array(CAST($1 AS json)) END) AS r("customer_id" bigint, "id" bigint, "total" numeric(10,2)) RETURNING t0.*) SELECT CAST(coalesce(json_agg(t2.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t1."id" AS "id", t1."status" AS "status", t1."total" AS "total" FROM written AS t1) AS t2
--   1: {"kind":"input","index":0} as json
