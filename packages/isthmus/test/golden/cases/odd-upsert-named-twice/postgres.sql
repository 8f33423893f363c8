-- statement
WITH written AS (INSERT INTO "public"."marks" AS t0 ("id", "name") SELECT r."id", r."name" FROM json_to_recordset(CASE json_typeof(CAST($1 AS json)) WHEN 'array' THEN CAST($1 AS json) ELSE json_build_array(CAST($1 AS json)) END) AS r("id" bigint, "name" text) ON CONFLICT ("id") DO UPDATE SET "name" = excluded."name" RETURNING 1 AS one, (t0.xmax = 0) AS isthmus_inserted) SELECT count(*) AS rows, (SELECT count(*) FROM written WHERE isthmus_inserted) AS inserted FROM written AS t1
--   1: {"kind":"input","index":0} as json
