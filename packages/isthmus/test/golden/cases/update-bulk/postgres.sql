-- statement
UPDATE "public"."tags" AS t0 SET "label" = CASE WHEN e.v ? CAST($1 AS text) THEN r."label" ELSE t0."label" END FROM jsonb_array_elements(CAST(CASE json_typeof(CAST($2 AS json)) WHEN 'array' THEN CAST($2 AS json) ELSE json_build_array(CAST($2 AS json)) END AS jsonb)) AS e(v), jsonb_to_record(e.v) AS r("id" bigint, "label" text) WHERE t0."id" = r."id" RETURNING CAST(json_build_object('id', t0."id", 'label', t0."label") AS text) AS body
--   1: {"kind":"literal","value":"label"} as text text
--   2: {"kind":"input","index":0} as json
