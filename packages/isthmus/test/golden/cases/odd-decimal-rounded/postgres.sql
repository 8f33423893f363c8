-- statement
INSERT INTO "public"."parts" AS t0 ("place", "thing_id", "weight") SELECT r."place", r."thing_id", r."weight" FROM json_to_recordset(CASE json_typeof(CAST($1 AS json)) WHEN 'array' THEN CAST($1 AS json) ELSE json_build_array(CAST($1 AS json)) END) AS r("place" integer, "thing_id" bigint, "weight" numeric(8,3)) RETURNING CAST(json_build_object('thing_id', t0."thing_id", 'place', t0."place", 'note', t0."note", 'weight', t0."weight") AS text) AS body
--   1: {"kind":"input","index":0} as json
