-- statement
UPDATE "parts" AS t0 SET "weight" = CASE WHEN json_type(e.value, ?1) IS NOT NULL THEN json_extract(e.value, ?1) ELSE t0."weight" END FROM json_each(CASE json_type(?2) WHEN 'array' THEN ?2 ELSE json_array(json(?2)) END) AS e WHERE t0."thing_id" = json_extract(e.value, ?3) AND t0."place" = json_extract(e.value, ?4) RETURNING json_array("thing_id", "place") AS key
--   1: {"kind":"literal","value":"$.\"weight\""} as text
--   2: {"kind":"input","index":0} as json
--   3: {"kind":"literal","value":"$.\"thing_id\""} as text
--   4: {"kind":"literal","value":"$.\"place\""} as text
