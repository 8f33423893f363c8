-- before
SELECT CONCAT('[', t0.`thing_id`, ',', t0.`place`, ',', e.n, ']') FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, f0 LONGTEXT PATH '$.f0', g0 INT EXISTS PATH '$.f0', f1 LONGTEXT PATH '$.f1', g1 INT EXISTS PATH '$.f1', f2 LONGTEXT PATH '$.f2', g2 INT EXISTS PATH '$.f2')) AS e STRAIGHT_JOIN `⟨database⟩`.`parts` AS t0 WHERE t0.`thing_id` = CAST(e.f1 AS SIGNED) AND t0.`place` = CAST(e.f2 AS SIGNED) FOR UPDATE
--   1: {"kind":"input","index":0} as json
-- statement
UPDATE JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, k0 LONGTEXT PATH '$[0]', k1 LONGTEXT PATH '$[1]', k2 LONGTEXT PATH '$[2]')) AS t1 STRAIGHT_JOIN JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, f0 LONGTEXT PATH '$.f0', g0 INT EXISTS PATH '$.f0', f1 LONGTEXT PATH '$.f1', g1 INT EXISTS PATH '$.f1', f2 LONGTEXT PATH '$.f2', g2 INT EXISTS PATH '$.f2')) AS e STRAIGHT_JOIN `⟨database⟩`.`parts` AS t0 SET t0.`weight` = CASE WHEN e.g0 THEN e.f0 ELSE t0.`weight` END WHERE e.n = CAST(t1.k2 AS SIGNED) AND t0.`thing_id` = CAST(t1.k0 AS SIGNED) AND t0.`place` = CAST(t1.k1 AS SIGNED)
--   1: {"kind":"written"} as json
--   2: {"kind":"input","index":0} as json
