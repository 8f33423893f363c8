-- statement
UPDATE "public"."marks" AS t0 SET "name" = CASE WHEN e.v ? CAST($1 AS text) THEN r."name" ELSE t0."name" END FROM jsonb_array_elements(CAST(CASE json_typeof(CAST($2 AS json)) WHEN 'array' THEN CAST($2 AS json) ELSE json_build_array(CAST($2 AS json)) END AS jsonb)) AS e(v), jsonb_to_record(e.v) AS r("id" bigint, "name" text) WHERE t0."id" = r."id" RETURNING CAST(json_build_object('id', t0."id", 'name', t0."name", 'level', t0."level") AS text) AS body
--   1: {"kind":"literal","value":"name"} as text text
--   2: {"kind":"input","index":0} as json
