-- statement
WITH written AS (INSERT INTO "public"."tags" AS t0 ("id", "label") SELECT r."id", r."label" FROM json_to_recordset(CASE json_typeof(CAST($1 AS json)) WHEN 'array' THEN CAST($1 AS json) ELSE json_build_array(CAST($1 AS json)) END) AS r("id" bigint, "label" text) RETURNING t0.*) SELECT CAST(coalesce(json_agg(t2.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t1."id" AS "id" FROM written AS t1) AS t2
--   1: {"kind":"input","index":0} as json

-- statement
WITH written AS (INSERT INTO "public"."product_tags" AS t0 ("product_id", "tag_id") SELECT r."product_id", CAST($1 AS bigint) FROM json_to_recordset(CASE json_typeof(CAST($2 AS json)) WHEN 'array' THEN CAST($2 AS json) ELSE json_build_array(CAST($2 AS json)) END) AS r("product_id" bigint) RETURNING 1 AS one) SELECT count(*) AS rows FROM written AS t1
--   1: {"kind":"result","step":0,"field":"id"} as scalar bigint
--   2: {"kind":"input","index":0} as json
