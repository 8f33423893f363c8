-- statement
INSERT INTO "public"."tags" AS t0 ("id", "label") SELECT CAST(CAST($1 AS json) ->> 'id' AS bigint), (CAST($1 AS json) ->> 'label')
--   1: {"kind":"input","index":0} as json

-- statement
INSERT INTO "public"."tags" AS t0 ("id", "label") SELECT CAST(CAST($1 AS json) ->> 'id' AS bigint), (CAST($1 AS json) ->> 'label')
--   1: {"kind":"input","index":0} as json
