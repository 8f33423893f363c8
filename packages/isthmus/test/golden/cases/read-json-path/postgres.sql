-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT (t0."data" -> CAST($1 AS text)) AS "color", (t0."data" ->> CAST($1 AS text)) AS "text", (t0."data" -> CAST($2 AS text) -> CAST($3 AS text) -> 1) AS "h" FROM "public"."products" AS t0 WHERE ((t0."published" = $4) AND (t0."id" = $5)) LIMIT 1000) AS t1
--   1: {"kind":"literal","value":"color"} as text text
--   2: {"kind":"literal","value":"size"} as text text
--   3: {"kind":"literal","value":"h"} as text text
--   4: {"kind":"literal","value":true} as scalar boolean
--   5: {"kind":"input","index":0} as scalar bigint
