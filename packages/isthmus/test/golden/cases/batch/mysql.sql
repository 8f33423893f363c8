-- statement
INSERT INTO `⟨database⟩`.`tags` (`id`, `label`) VALUES (?, ?) RETURNING CONCAT('{"id":', `tags`.`id`, '}') AS `body`
--   1: {"kind":"input","index":0} as scalar bigint(20)
--   2: {"kind":"input","index":0} as scalar varchar(100) COLLATE utf8mb4_nopad_bin

-- statement
INSERT INTO `⟨database⟩`.`product_tags` (`product_id`, `tag_id`) VALUES (?, ?)
--   1: {"kind":"input","index":0} as scalar bigint(20)
--   2: {"kind":"result","step":0,"field":"id"} as scalar bigint(20)
