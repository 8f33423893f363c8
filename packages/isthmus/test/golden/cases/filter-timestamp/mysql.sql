-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`orders` AS t0 WHERE (t0.`placed_at` > CAST(? AS DATETIME(6))) ORDER BY t0.`id` LIMIT 1000) AS t0
--   1: {"kind":"input","index":0} as scalar datetime
