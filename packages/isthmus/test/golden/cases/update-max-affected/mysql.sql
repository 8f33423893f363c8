-- before
SELECT CONCAT('[', t0.`id`, ']') FROM `⟨database⟩`.`orders` AS t0 WHERE (t0.`status` = ?) FOR UPDATE
--   1: {"kind":"input","index":1} as scalar varchar(50) COLLATE utf8mb4_nopad_bin
-- statement
UPDATE JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, k0 LONGTEXT PATH '$[0]')) AS t1 STRAIGHT_JOIN `⟨database⟩`.`orders` AS t0 SET t0.`note` = ? WHERE t0.`id` = CAST(t1.k0 AS SIGNED)
--   1: {"kind":"written"} as json
--   2: {"kind":"input","index":0} as scalar text COLLATE utf8mb4_nopad_bin
