-- statement
INSERT INTO "public"."tags" AS t0 ("id", "label") SELECT CAST(CAST($1 AS json) ->> 'id' AS bigint), (CAST($1 AS json) ->> 'label') RETURNING CAST(json_build_array(CAST(t0."id" AS text)) AS text) AS located
--   1: {"kind":"input","index":0} as json
