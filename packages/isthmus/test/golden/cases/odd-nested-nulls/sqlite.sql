-- statement
SELECT '[' || coalesce(group_concat(t2.o, ','), '') || ']' AS body, count(*) AS rows FROM (SELECT json_object('id', t0."id", 'parts', (SELECT json_group_array(json_object('place', t1."place", 'note', t1."note")) FROM (SELECT t1.* FROM "parts" AS t1 WHERE t1."thing_id" = t0."id" ORDER BY t1."note" DESC, t1."place" LIMIT 1000) AS t1)) AS o FROM "things" AS t0 WHERE (t0."id" = ?1) LIMIT 1000) AS t2
--   1: {"kind":"input","index":0} as scalar bigint
