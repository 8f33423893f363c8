-- statement
INSERT INTO "public"."tags" AS t0 ("id", "label") SELECT r."id", r."label" FROM json_to_recordset(CASE json_typeof(CAST($1 AS json)) WHEN 'array' THEN CAST($1 AS json) ELSE json_build_array(CAST($1 AS json)) END) AS r("id" bigint, "label" text) RETURNING CAST((SELECT row_to_json(t1.*) FROM (SELECT t0."id" AS "id", t0."label" AS "label") AS t1) AS text) AS body
--   1: {"kind":"input","index":0} as json
