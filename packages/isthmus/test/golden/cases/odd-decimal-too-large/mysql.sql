-- before
SELECT CONCAT('[', t0.`thing_id`, ',', t0.`place`, ',', e.n, ']') FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, f0 LONGTEXT PATH '$.f0', g0 INT EXISTS PATH '$.f0', f1 LONGTEXT PATH '$.f1', g1 INT EXISTS PATH '$.f1', f2 LONGTEXT PATH '$.f2', g2 INT EXISTS PATH '$.f2')) AS e STRAIGHT_JOIN `⟨database⟩`.`parts` AS t0 WHERE (t0.`thing_id` = CAST(e.f1 AS SIGNED) AND t0.`place` = CAST(e.f0 AS SIGNED)) FOR UPDATE
--   1: {"kind":"input","index":0} as json
-- statement
INSERT INTO `⟨database⟩`.`parts` (`place`, `thing_id`, `weight`) SELECT e.f0, e.f1, e.f2 FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, f0 LONGTEXT PATH '$.f0', g0 INT EXISTS PATH '$.f0', f1 LONGTEXT PATH '$.f1', g1 INT EXISTS PATH '$.f1', f2 LONGTEXT PATH '$.f2', g2 INT EXISTS PATH '$.f2')) AS e WHERE NOT EXISTS (SELECT 1 FROM `⟨database⟩`.`parts` AS t1 WHERE (t1.`thing_id` = CAST(e.f1 AS SIGNED) AND t1.`place` = CAST(e.f0 AS SIGNED))) RETURNING CONCAT('[', `parts`.`thing_id`, ',', `parts`.`place`, ']')
--   1: {"kind":"input","index":0} as json
