-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`orders` AS t0 WHERE ((t0.`status` = ?) OR ((t0.`status` = ?) AND NOT (((t0.`total` < ?) OR (t0.`id` = ?))))) ORDER BY t0.`id` LIMIT 1000) AS t0
--   1: {"kind":"input","index":0} as scalar varchar(50) COLLATE utf8mb4_nopad_bin
--   2: {"kind":"input","index":1} as scalar varchar(50) COLLATE utf8mb4_nopad_bin
--   3: {"kind":"input","index":2} as scalar decimal(10,2)
--   4: {"kind":"input","index":3} as scalar bigint(20)
