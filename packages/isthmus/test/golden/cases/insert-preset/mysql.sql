-- statement
INSERT INTO `⟨database⟩`.`orders` (`id`, `total`, `customer_id`) VALUES (?, ?, ?) RETURNING CONCAT('[', `orders`.`id`, ']')
--   1: {"kind":"input","index":0} as scalar bigint(20)
--   2: {"kind":"input","index":0} as scalar decimal(10,2)
--   3: {"kind":"claim","path":["sub"]} as scalar bigint(20)
-- check
SELECT count(*) FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, k0 LONGTEXT PATH '$[0]')) AS t2 WHERE NOT EXISTS (SELECT 1 FROM `⟨database⟩`.`orders` AS t1 WHERE t1.`id` = CAST(t2.k0 AS SIGNED) AND ((t1.`status` = ?)))
--   1: {"kind":"written"} as json
--   2: {"kind":"literal","value":"open"} as scalar varchar(50) COLLATE utf8mb4_nopad_bin
-- answer
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t3.`id`, ',"customer_id":', t3.`customer_id`, ',"status":', JSON_QUOTE(t3.`status`), '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, k0 LONGTEXT PATH '$[0]')) AS t4 STRAIGHT_JOIN `⟨database⟩`.`orders` AS t3 WHERE t3.`id` = CAST(t4.k0 AS SIGNED) AND (t3.`customer_id` = ?)
--   1: {"kind":"written"} as json
--   2: {"kind":"claim","path":["sub"]} as scalar bigint(20)
