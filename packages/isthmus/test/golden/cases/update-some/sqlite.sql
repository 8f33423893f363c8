-- statement
UPDATE "orders" AS t0 SET "note" = json_extract(e.value, ?1) FROM (SELECT value FROM json_each(CASE json_type(?2) WHEN 'array' THEN ?2 ELSE json_array(json(?2)) END) AS e LIMIT 1) AS e WHERE (t0."status" = ?3) RETURNING json_array("id") AS key
--   1: {"kind":"literal","value":"$.\"note\""} as text
--   2: {"kind":"input","index":0} as json
--   3: {"kind":"input","index":1} as scalar text
-- answer
SELECT json_group_array(json_object('id', t1."id", 'note', t1."note")) AS body, count(*) AS rows FROM (SELECT t1.* FROM json_each(?1) AS t2 CROSS JOIN "orders" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]') ORDER BY t1."id" NULLS LAST) AS t1
--   1: {"kind":"written"} as json
