-- before
SELECT CONCAT('[', t0.`id`, ']') FROM `⟨database⟩`.`orders` AS t0 WHERE ((t0.`customer_id` = ?) AND (t0.`status` = ?) AND (t0.`customer_id` = ?)) FOR UPDATE
--   1: {"kind":"claim","path":["sub"]} as scalar bigint(20)
--   2: {"kind":"literal","value":"open"} as scalar varchar(50) COLLATE utf8mb4_nopad_bin
--   3: {"kind":"claim","path":["sub"]} as scalar bigint(20)
-- statement
DELETE t0 FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, k0 LONGTEXT PATH '$[0]')) AS t1 STRAIGHT_JOIN `⟨database⟩`.`orders` AS t0 WHERE t0.`id` = CAST(t1.k0 AS SIGNED)
--   1: {"kind":"written"} as json
-- answer
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t2.`id`, '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, k0 LONGTEXT PATH '$[0]')) AS t3 STRAIGHT_JOIN `⟨database⟩`.`orders` AS t2 WHERE t2.`id` = CAST(t3.k0 AS SIGNED) AND (t2.`customer_id` = ?)
--   1: {"kind":"written"} as json
--   2: {"kind":"claim","path":["sub"]} as scalar bigint(20)
