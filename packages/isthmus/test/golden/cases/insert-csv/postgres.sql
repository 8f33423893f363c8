-- statement
INSERT INTO "public"."tags" AS t0 ("id", "label") SELECT r."id", r."label" FROM json_to_recordset(CASE json_typeof(CAST($1 AS json)) WHEN 'array' THEN CAST($1 AS json) ELSE json_build_array(CAST($1 AS json)) END) AS r("id" bigint, "label" text) RETURNING CAST(json_build_object('id', t0."id", 'label', t0."label") AS text) AS body
--   1: {"kind":"input","index":0} as json
