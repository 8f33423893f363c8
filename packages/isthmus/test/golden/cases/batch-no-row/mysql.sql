-- before
SELECT CONCAT('[', t0.`id`, ']') FROM `⟨database⟩`.`tags` AS t0 WHERE (t0.`id` = ?) FOR UPDATE
--   1: {"kind":"input","index":1} as scalar bigint(20)
-- statement
UPDATE JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, k0 LONGTEXT PATH '$[0]')) AS t1 STRAIGHT_JOIN `⟨database⟩`.`tags` AS t0 SET t0.`label` = ? WHERE t0.`id` = CAST(t1.k0 AS SIGNED)
--   1: {"kind":"written"} as json
--   2: {"kind":"input","index":0} as scalar varchar(100) COLLATE utf8mb4_nopad_bin
-- answer
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t2.`id`, '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, k0 LONGTEXT PATH '$[0]')) AS t3 STRAIGHT_JOIN `⟨database⟩`.`tags` AS t2 WHERE t2.`id` = CAST(t3.k0 AS SIGNED)
--   1: {"kind":"written"} as json

-- statement
INSERT INTO `⟨database⟩`.`product_tags` (`product_id`, `tag_id`) VALUES (?, ?)
--   1: {"kind":"input","index":0} as scalar bigint(20)
--   2: {"kind":"result","step":0,"field":"id"} as scalar bigint(20)
