-- statement
WITH written AS (DELETE FROM "public"."marks" AS t0 WHERE (t0."id" = ANY ($1)) RETURNING t0.*) SELECT (array_agg(CAST(row_to_json(t2.*) AS text)))[1] AS body, CASE WHEN (SELECT count(*) FROM written) <> 1 THEN CAST(concat('isthmus:single:', (SELECT count(*) FROM written)) AS bigint) ELSE count(*) END AS rows FROM (SELECT t1."id" AS "id", t1."name" AS "name", t1."level" AS "level" FROM written AS t1) AS t2
--   1: {"kind":"input","index":0} as list bigint
