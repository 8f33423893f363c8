-- statement
UPDATE "public"."tags" AS t0 SET "label" = (CAST($1 AS json) ->> 'label') WHERE (t0."id" = $2) RETURNING CAST(json_build_object('id', t0."id") AS text) AS body
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"input","index":1} as scalar bigint

-- statement
INSERT INTO "public"."product_tags" AS t0 ("product_id", "tag_id") SELECT CAST(CAST($1 AS json) ->> 'product_id' AS bigint), CAST($2 AS bigint)
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"result","step":0,"field":"id"} as scalar bigint
