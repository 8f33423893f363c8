-- statement
SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id" FROM "public"."products" AS t0 WHERE ("public"."margin"(CAST((t0.*) AS "public"."products")) > $1) ORDER BY "public"."margin"(CAST((t0.*) AS "public"."products")) DESC LIMIT 1000) AS t1
--   1: {"kind":"input","index":0} as scalar numeric
