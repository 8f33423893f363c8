-- statement
SELECT '[' || coalesce(group_concat(t1.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('color', CASE WHEN json_valid((t0."data" -> ?1)) THEN json((t0."data" -> ?1)) ELSE (t0."data" -> ?1) END, 'text', (CASE json_type(t0."data", ?1) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE CAST(t0."data" ->> ?1 AS TEXT) END), 'h', CASE WHEN json_valid((t0."data" -> ?2)) THEN json((t0."data" -> ?2)) ELSE (t0."data" -> ?2) END) AS o FROM "products" AS t0 WHERE ((t0."published" = ?3) AND (t0."id" = ?4)) LIMIT 1000) AS t1
--   1: {"kind":"literal","value":"$.\"color\""} as text
--   2: {"kind":"literal","value":"$.\"size\".\"h\"[1]"} as text
--   3: {"kind":"literal","value":true} as scalar boolean
--   4: {"kind":"input","index":0} as scalar bigint
