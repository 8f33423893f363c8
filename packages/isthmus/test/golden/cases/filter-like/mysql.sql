-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`products` AS t0 WHERE (t0.`name` LIKE ? AND CONVERT(t0.`name` USING utf8mb4) COLLATE utf8mb4_nopad_bin LIKE ?) LIMIT 1000) AS t0
--   1: {"kind":"input","index":0} as scalar like
--   2: {"kind":"input","index":0} as scalar like
