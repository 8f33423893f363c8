-- statement
INSERT INTO "tags" AS t0 ("id", "label") VALUES (ifnull(json_extract(?1, ?2), isthmus_refuse_null('tags', 'id')), json_extract(?1, ?3)) RETURNING json_array("id") AS key
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"literal","value":"$.\"id\""} as text
--   3: {"kind":"literal","value":"$.\"label\""} as text
