-- statement
WITH written AS (UPDATE "public"."tags" AS t0 SET "label" = CASE WHEN e.v ? CAST($1 AS text) THEN r."label" ELSE t0."label" END FROM jsonb_array_elements(CAST(CASE json_typeof(CAST($2 AS json)) WHEN 'array' THEN CAST($2 AS json) ELSE json_build_array(CAST($2 AS json)) END AS jsonb)) AS e(v), jsonb_to_record(e.v) AS r("id" bigint, "label" text) WHERE t0."id" = r."id" RETURNING t0.*) SELECT CAST(coalesce(json_agg(t2.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t1."id" AS "id", t1."label" AS "label" FROM written AS t1) AS t2
--   1: {"kind":"literal","value":"label"} as text text
--   2: {"kind":"input","index":0} as json
