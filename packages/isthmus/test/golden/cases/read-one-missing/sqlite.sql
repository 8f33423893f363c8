-- statement
SELECT json_object('id', t0."id", 'name', t0."name", 'price', iif(typeof(t0."price") = 'text' AND json_valid(t0."price"), json(t0."price"), t0."price"), 'data', CASE WHEN json_valid(t0."data") THEN json(t0."data") ELSE t0."data" END, 'parent_id', t0."parent_id") AS body, 1 AS rows FROM "products" AS t0 WHERE ((t0."published" = ?1) AND (t0."id" = ?2))
--   1: {"kind":"literal","value":true} as scalar boolean
--   2: {"kind":"input","index":0} as scalar bigint
