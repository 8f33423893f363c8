-- statement
SELECT '[' || coalesce(group_concat(t1.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id", 'name', t0."name") AS o FROM "products" AS t0 WHERE (CASE WHEN t0."name" IS NOT NULL THEN t0.rowid IN (SELECT rowid FROM "products_search" WHERE "products_search" MATCH isthmus_fts('query', ?1, ?2)) END) LIMIT 1000) AS t1
--   1: {"kind":"input","index":0} as text text
--   2: {"kind":"literal","value":"name"} as text
