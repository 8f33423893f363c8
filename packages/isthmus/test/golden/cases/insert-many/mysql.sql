-- statement
INSERT INTO `⟨database⟩`.`tags` (`id`, `label`) SELECT e.f0, e.f1 FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, f0 LONGTEXT PATH '$.f0', g0 INT EXISTS PATH '$.f0', f1 LONGTEXT PATH '$.f1', g1 INT EXISTS PATH '$.f1')) AS e
--   1: {"kind":"input","index":0} as json
