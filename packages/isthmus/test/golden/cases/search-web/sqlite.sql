-- statement
SELECT '[' || coalesce(group_concat(t1.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id", 'note', t0."note") AS o FROM "orders" AS t0 WHERE (CASE WHEN t0."note" IS NOT NULL THEN t0.rowid IN (SELECT rowid FROM "orders_search" WHERE "orders_search" MATCH isthmus_fts('web', ?1, ?2)) END) ORDER BY t0."id" NULLS LAST LIMIT 1000) AS t1
--   1: {"kind":"input","index":0} as text text
--   2: {"kind":"literal","value":"note"} as text
