-- before
SELECT CONCAT('[', t0.`id`, ',', e.n, ']') FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, f0 LONGTEXT PATH '$.f0', g0 INT EXISTS PATH '$.f0', f1 LONGTEXT PATH '$.f1', g1 INT EXISTS PATH '$.f1')) AS e STRAIGHT_JOIN `⟨database⟩`.`marks` AS t0 WHERE t0.`id` = CAST(e.f1 AS SIGNED) FOR UPDATE
--   1: {"kind":"input","index":0} as json
-- statement
UPDATE JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, k0 LONGTEXT PATH '$[0]', k1 LONGTEXT PATH '$[1]')) AS t1 STRAIGHT_JOIN JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, f0 LONGTEXT PATH '$.f0', g0 INT EXISTS PATH '$.f0', f1 LONGTEXT PATH '$.f1', g1 INT EXISTS PATH '$.f1')) AS e STRAIGHT_JOIN `⟨database⟩`.`marks` AS t0 SET t0.`name` = CASE WHEN e.g0 THEN e.f0 COLLATE utf8mb4_bin ELSE t0.`name` END WHERE e.n = CAST(t1.k1 AS SIGNED) AND t0.`id` = CAST(t1.k0 AS SIGNED)
--   1: {"kind":"written"} as json
--   2: {"kind":"input","index":0} as json
-- answer
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t2.`id`, ',"name":', JSON_QUOTE(t2.`name`), ',"level":', COALESCE(t2.`level`, 'null'), '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, k0 LONGTEXT PATH '$[0]')) AS t3 STRAIGHT_JOIN `⟨database⟩`.`marks` AS t2 WHERE t2.`id` = CAST(t3.k0 AS SIGNED)
--   1: {"kind":"written"} as json
