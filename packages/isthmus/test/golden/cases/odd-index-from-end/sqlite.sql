-- statement
SELECT '[' || coalesce(group_concat(t1.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id", 'last', (CASE json_type(t0."doc", ?1) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE CAST(t0."doc" ->> ?1 AS TEXT) END)) AS o FROM "things" AS t0 ORDER BY t0."id" NULLS LAST LIMIT 1000) AS t1
--   1: {"kind":"literal","value":"$.\"b\".\"list\"[#-1]"} as text
