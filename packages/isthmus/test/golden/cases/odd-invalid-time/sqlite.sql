-- statement
SELECT '[' || coalesce(group_concat(t1.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id") AS o FROM "things" AS t0 WHERE (t0."placed" = ?1) LIMIT 1000) AS t1
--   1: {"kind":"input","index":0} as scalar timestamp
