-- statement
UPDATE "orders" AS t0 SET "note" = json_extract(?1, ?2) WHERE (t0."status" = ?3) RETURNING json_array("id") AS key
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"literal","value":"$.\"note\""} as text
--   3: {"kind":"input","index":1} as scalar text
-- answer
SELECT '[' || coalesce(group_concat(t3.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t1."id", 'note', t1."note") AS o FROM json_each(?1) AS t2 CROSS JOIN "orders" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]') ORDER BY t1."id" NULLS LAST) AS t3
--   1: {"kind":"written"} as json
