-- statement
SELECT '[' || coalesce(group_concat(t1.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id") AS o FROM "products" AS t0 WHERE ((CASE json_type(t0."data", ?1) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE CAST(t0."data" ->> ?1 AS TEXT) END) = ?2) LIMIT 1000) AS t1
--   1: {"kind":"literal","value":"$.\"color\""} as text
--   2: {"kind":"input","index":0} as scalar text
