-- statement
SELECT '[' || coalesce(group_concat(t1.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id") AS o FROM "orders" AS t0 WHERE (CASE WHEN t0."note" IS NOT NULL THEN t0.rowid IN (SELECT rowid FROM "orders_search" WHERE "orders_search" MATCH isthmus_fts('phrase', ?1, ?2)) END) LIMIT 1000) AS t1
--   1: {"kind":"input","index":0} as text text
--   2: {"kind":"literal","value":"note"} as text
