-- statement
UPDATE "public"."marks" AS t0 SET "name" = (CAST($1 AS json) ->> 'name') WHERE (t0."id" = $2) RETURNING CAST(json_build_object('id', t0."id", 'name', t0."name", 'level', t0."level") AS text) AS body
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"input","index":1} as scalar bigint
