-- before
SELECT json_array(t0."id") AS key FROM "marks" AS t0 WHERE (t0."id" IN (SELECT value FROM json_each(?1)))
--   1: {"kind":"input","index":0} as list bigint
-- statement
DELETE FROM "marks" AS t0 WHERE t0."id" IN (SELECT json_extract(value, '$[0]') FROM json_each(?1))
--   1: {"kind":"written"} as json
-- answer
SELECT max(json_object('id', t1."id", 'name', t1."name", 'level', t1."level")) AS body, count(*) AS rows FROM json_each(?1) AS t2 CROSS JOIN "marks" AS t1 WHERE t1."id" = json_extract(t2.value, '$[0]')
--   1: {"kind":"written"} as json
