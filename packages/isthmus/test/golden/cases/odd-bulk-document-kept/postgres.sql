-- statement
UPDATE "public"."products" AS t0 SET "data" = CASE WHEN e.v ? CAST($1 AS text) THEN r."data" ELSE t0."data" END, "name" = CASE WHEN e.v ? CAST($2 AS text) THEN r."name" ELSE t0."name" END FROM jsonb_array_elements(CAST(CASE json_typeof(CAST($3 AS json)) WHEN 'array' THEN CAST($3 AS json) ELSE json_build_array(CAST($3 AS json)) END AS jsonb)) AS e(v), jsonb_to_record(e.v) AS r("id" bigint, "data" jsonb, "name" text) WHERE t0."id" = r."id" RETURNING CAST(json_build_object('id', t0."id", 'name', t0."name", 'price', t0."price", 'cost', t0."cost", 'published', t0."published", 'data', t0."data", 'parent_id', t0."parent_id") AS text) AS body
--   1: {"kind":"literal","value":"data"} as text text
--   2: {"kind":"literal","value":"name"} as text text
--   3: {"kind":"input","index":0} as json
