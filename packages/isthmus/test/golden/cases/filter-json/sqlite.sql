-- statement
SELECT json_group_array(json_object('id', t0."id")) AS body, count(*) AS rows FROM (SELECT t0.* FROM "products" AS t0 WHERE ((CASE json_type(t0."data", ?1) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE CAST(t0."data" ->> ?1 AS TEXT) END) = ?2) LIMIT 1000) AS t0
--   1: {"kind":"literal","value":"$.\"color\""} as text
--   2: {"kind":"input","index":0} as scalar text
