-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`orders` AS t0 WHERE (NOT (CAST(t0.`note` AS BINARY) <=> CAST(? AS BINARY))) ORDER BY t0.`id` LIMIT 1000) AS t0
--   1: {"kind":"input","index":0} as scalar text COLLATE utf8mb4_nopad_bin
