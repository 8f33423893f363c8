-- statement
UPDATE "public"."parts" AS t0 SET "weight" = CASE WHEN e.v ? CAST($1 AS text) THEN r."weight" ELSE t0."weight" END FROM jsonb_array_elements(CAST(CASE json_typeof(CAST($2 AS json)) WHEN 'array' THEN CAST($2 AS json) ELSE json_build_array(CAST($2 AS json)) END AS jsonb)) AS e(v), jsonb_to_record(e.v) AS r("thing_id" bigint, "place" integer, "weight" numeric(8,3)) WHERE t0."thing_id" = r."thing_id" AND t0."place" = r."place"
--   1: {"kind":"literal","value":"weight"} as text text
--   2: {"kind":"input","index":0} as json
