-- statement
INSERT INTO "parts" AS t0 ("place", "thing_id", "weight") SELECT json_extract(e.value, ?1), json_extract(e.value, ?2), json_extract(e.value, ?3) FROM json_each(CASE json_type(?4) WHEN 'array' THEN ?4 ELSE json_array(json(?4)) END) AS e WHERE TRUE RETURNING json_array("thing_id", "place") AS key
--   1: {"kind":"literal","value":"$.\"place\""} as text
--   2: {"kind":"literal","value":"$.\"thing_id\""} as text
--   3: {"kind":"literal","value":"$.\"weight\""} as text
--   4: {"kind":"input","index":0} as json
-- answer
SELECT '[' || coalesce(group_concat(t3.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('thing_id', t1."thing_id", 'place', t1."place", 'note', t1."note", 'weight', iif(typeof(t1."weight") = 'text' AND json_valid(t1."weight"), json(t1."weight"), t1."weight")) AS o FROM json_each(?1) AS t2 CROSS JOIN "parts" AS t1 WHERE t1."thing_id" = json_extract(t2.value, '$[0]') AND t1."place" = json_extract(t2.value, '$[1]')) AS t3
--   1: {"kind":"written"} as json
