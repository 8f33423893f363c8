-- statement
WITH written AS (UPDATE "public"."products" AS t0 SET "cost" = r."cost" FROM json_to_record(CAST($1 AS json)) AS r("cost" numeric(10,2)) WHERE ((t0."data" -> CAST($2 AS text)) IS NULL) RETURNING t0.*, CAST((t0.*) AS "public"."products") AS "isthmus_row") SELECT CAST(coalesce(json_agg(t2.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t1."id" AS "id", t1."data" AS "data", t1."cost" AS "cost" FROM written AS t1 ORDER BY t1."id") AS t2
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"literal","value":"size"} as text text
