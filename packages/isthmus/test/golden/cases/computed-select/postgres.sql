-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id", "public"."label"(CAST((t0.*) AS "public"."products")) AS "label", CAST("public"."margin"(CAST((t0.*) AS "public"."products")) AS text) AS "margin" FROM "public"."products" AS t0 WHERE (t0."id" < $1) ORDER BY t0."id" LIMIT 1000) AS t1
--   1: {"kind":"input","index":0} as scalar bigint
