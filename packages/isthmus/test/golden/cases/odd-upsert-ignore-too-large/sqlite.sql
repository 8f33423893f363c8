-- statement
INSERT INTO "products" AS t0 ("id", "name", "price") SELECT ifnull(json_extract(e.value, ?1), isthmus_refuse_null('products', 'id')), json_extract(e.value, ?2), json_extract(e.value, ?3) FROM json_each(CASE json_type(?4) WHEN 'array' THEN ?4 ELSE json_array(json(?4)) END) AS e WHERE TRUE ON CONFLICT ("id") DO NOTHING RETURNING json_array("id") AS key
--   1: {"kind":"literal","value":"$.\"id\""} as text
--   2: {"kind":"literal","value":"$.\"name\""} as text
--   3: {"kind":"literal","value":"$.\"price\""} as text
--   4: {"kind":"input","index":0} as json
-- answer
SELECT json_array_length(?1) AS rows, (SELECT count(DISTINCT value) FROM json_each(?1)) AS inserted FROM (SELECT 1)
--   1: {"kind":"written"} as json
