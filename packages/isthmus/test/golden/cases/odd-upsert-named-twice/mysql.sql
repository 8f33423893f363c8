-- before
SELECT CONCAT('[', t0.`id`, ',', e.n, ']') FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, f0 LONGTEXT PATH '$.f0', g0 INT EXISTS PATH '$.f0', f1 LONGTEXT PATH '$.f1', g1 INT EXISTS PATH '$.f1')) AS e STRAIGHT_JOIN `⟨database⟩`.`marks` AS t0 WHERE (t0.`id` = CAST(e.f0 AS SIGNED)) FOR UPDATE
--   1: {"kind":"input","index":0} as json
-- statement
INSERT INTO `⟨database⟩`.`marks` (`id`, `name`) SELECT e.f0, e.f1 FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, f0 LONGTEXT PATH '$.f0', g0 INT EXISTS PATH '$.f0', f1 LONGTEXT PATH '$.f1', g1 INT EXISTS PATH '$.f1')) AS e WHERE NOT EXISTS (SELECT 1 FROM `⟨database⟩`.`marks` AS t1 WHERE (t1.`id` = CAST(e.f0 AS SIGNED))) RETURNING CONCAT('[', `marks`.`id`, ']')
--   1: {"kind":"input","index":0} as json
