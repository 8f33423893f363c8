-- statement
INSERT INTO `⟨database⟩`.`parts` (`place`, `thing_id`, `weight`) SELECT e.f0, e.f1, e.f2 FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, f0 LONGTEXT PATH '$.f0', g0 INT EXISTS PATH '$.f0', f1 LONGTEXT PATH '$.f1', g1 INT EXISTS PATH '$.f1', f2 LONGTEXT PATH '$.f2', g2 INT EXISTS PATH '$.f2')) AS e RETURNING CONCAT('{"thing_id":', `parts`.`thing_id`, ',"place":', `parts`.`place`, ',"note":', COALESCE(JSON_QUOTE(`parts`.`note`), 'null'), ',"weight":', `parts`.`weight`, '}') AS `body`
--   1: {"kind":"input","index":0} as json
