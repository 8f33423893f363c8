-- statement
INSERT INTO `⟨database⟩`.`tags` (`id`, `label`) VALUES (?, ?) RETURNING CONCAT('[', JSON_QUOTE(CAST((`tags`.`id` + 0) AS CHAR)), ']') AS `located`
--   1: {"kind":"input","index":0} as scalar bigint(20)
--   2: {"kind":"input","index":0} as scalar varchar(100) COLLATE utf8mb4_nopad_bin
