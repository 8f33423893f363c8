-- statement
INSERT INTO "orders" AS t0 ("id", "status", "customer_id") SELECT json_extract(e.value, ?1), json_extract(e.value, ?2), ?3 FROM json_each(CASE json_type(?4) WHEN 'array' THEN ?4 ELSE json_array(json(?4)) END) AS e WHERE TRUE RETURNING json_array("id") AS key
--   1: {"kind":"literal","value":"$.\"id\""} as text
--   2: {"kind":"literal","value":"$.\"status\""} as text
--   3: {"kind":"claim","path":["sub"]} as scalar bigint
--   4: {"kind":"input","index":0} as json
-- check
SELECT count(*) AS broken FROM json_each(?1) AS t2 WHERE NOT EXISTS (SELECT 1 FROM "orders" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]') AND ((t1."status" = ?2)))
--   1: {"kind":"written"} as json
--   2: {"kind":"literal","value":"open"} as scalar text
-- answer
SELECT json_array_length(?1) AS rows FROM (SELECT 1)
--   1: {"kind":"written"} as json
