-- statement
INSERT INTO "marks" AS t0 ("id", "name") SELECT ifnull(json_extract(e.value, ?1), isthmus_refuse_null('marks', 'id')), json_extract(e.value, ?2) FROM json_each(CASE json_type(?3) WHEN 'array' THEN ?3 ELSE json_array(json(?3)) END) AS e WHERE TRUE ON CONFLICT ("id") DO UPDATE SET "name" = excluded."name" RETURNING json_array("id") AS key
--   1: {"kind":"literal","value":"$.\"id\""} as text
--   2: {"kind":"literal","value":"$.\"name\""} as text
--   3: {"kind":"input","index":0} as json
-- answer
SELECT json_array_length(?1) AS rows, max(0, (SELECT count(DISTINCT value) FROM json_each(?1)) - ?2) AS inserted FROM (SELECT 1)
--   1: {"kind":"written"} as json
--   2: {"kind":"existing"} as scalar bigint
