-- statement
INSERT INTO "parts" AS t0 ("place", "thing_id", "weight") SELECT json_extract(e.value, ?1), json_extract(e.value, ?2), json_extract(e.value, ?3) FROM json_each(CASE json_type(?4) WHEN 'array' THEN ?4 ELSE json_array(json(?4)) END) AS e WHERE TRUE ON CONFLICT ("thing_id", "place") DO UPDATE SET "weight" = excluded."weight" RETURNING json_array("thing_id", "place") AS key
--   1: {"kind":"literal","value":"$.\"place\""} as text
--   2: {"kind":"literal","value":"$.\"thing_id\""} as text
--   3: {"kind":"literal","value":"$.\"weight\""} as text
--   4: {"kind":"input","index":0} as json
-- answer
SELECT json_array_length(?1) AS rows, max(0, (SELECT count(DISTINCT value) FROM json_each(?1)) - ?2) AS inserted FROM (SELECT 1)
--   1: {"kind":"written"} as json
--   2: {"kind":"existing"} as scalar bigint
