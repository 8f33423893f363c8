-- statement
WITH written AS (INSERT INTO "public"."tags" AS t0 ("id", "label") SELECT CAST(CAST($1 AS json) ->> 'id' AS bigint), (CAST($1 AS json) ->> 'label') ON CONFLICT ("id") DO UPDATE SET "label" = excluded."label" RETURNING t0.*, (t0.xmax = 0) AS isthmus_inserted) SELECT CAST(coalesce(json_agg(t2.*), '[]') AS text) AS body, count(*) AS rows, (SELECT count(*) FROM written WHERE isthmus_inserted) AS inserted FROM (SELECT t1."id" AS "id", t1."label" AS "label" FROM written AS t1) AS t2
--   1: {"kind":"input","index":0} as json
