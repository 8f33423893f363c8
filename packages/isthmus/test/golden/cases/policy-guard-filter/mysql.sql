-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`orders` AS t0 WHERE (((t0.`customer_id` = ?) OR (t0.`status` = ?)) AND (CASE WHEN (t0.`status` = ?) THEN t0.`note` END IS NULL)) LIMIT 1000) AS t0
--   1: {"kind":"claim","path":["sub"]} as scalar bigint(20)
--   2: {"kind":"literal","value":"paid"} as scalar varchar(50) COLLATE utf8mb4_nopad_bin
--   3: {"kind":"literal","value":"paid"} as scalar varchar(50) COLLATE utf8mb4_nopad_bin
