-- before
SELECT CONCAT('[', t0.`id`, ',', e.n, ']') FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, f0 LONGTEXT PATH '$.f0', g0 INT EXISTS PATH '$.f0', f1 LONGTEXT PATH '$.f1', g1 INT EXISTS PATH '$.f1')) AS e STRAIGHT_JOIN `⟨database⟩`.`tags` AS t0 WHERE (t0.`id` = CAST(e.f0 AS SIGNED)) FOR UPDATE
--   1: {"kind":"input","index":0} as json
-- statement
INSERT INTO `⟨database⟩`.`tags` (`id`, `label`) SELECT e.f0, e.f1 FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, f0 LONGTEXT PATH '$.f0', g0 INT EXISTS PATH '$.f0', f1 LONGTEXT PATH '$.f1', g1 INT EXISTS PATH '$.f1')) AS e WHERE NOT EXISTS (SELECT 1 FROM `⟨database⟩`.`tags` AS t1 WHERE (t1.`id` = CAST(e.f0 AS SIGNED))) RETURNING CONCAT('[', `tags`.`id`, ']')
--   1: {"kind":"input","index":0} as json
-- answer
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t3.`id`, ',"label":', JSON_QUOTE(t3.`label`), '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, k0 LONGTEXT PATH '$[0]')) AS t4 STRAIGHT_JOIN `⟨database⟩`.`tags` AS t3 WHERE t3.`id` = CAST(t4.k0 AS SIGNED)
--   1: {"kind":"written"} as json
