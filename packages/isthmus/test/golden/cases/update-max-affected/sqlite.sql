-- statement
UPDATE "orders" AS t0 SET "note" = json_extract(?1, ?2) WHERE (t0."status" = ?3) RETURNING json_array("id") AS key
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"literal","value":"$.\"note\""} as text
--   3: {"kind":"input","index":1} as scalar text
