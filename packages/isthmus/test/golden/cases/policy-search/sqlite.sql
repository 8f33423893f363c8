-- statement
SELECT '[' || coalesce(group_concat(t1.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id") AS o FROM "orders" AS t0 WHERE ((t0."customer_id" = ?1) AND (CASE WHEN t0."status" IS NOT NULL THEN t0.rowid IN (SELECT rowid FROM "orders_search" WHERE "orders_search" MATCH isthmus_fts('query', ?2, ?3)) END)) LIMIT 1000) AS t1
--   1: {"kind":"claim","path":["sub"]} as scalar bigint
--   2: {"kind":"input","index":0} as text text
--   3: {"kind":"literal","value":"status"} as text
