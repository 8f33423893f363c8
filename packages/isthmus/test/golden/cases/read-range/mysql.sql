-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`orders` AS t0 ORDER BY t0.`id` LIMIT ? OFFSET ?) AS t0
--   1: {"kind":"input","index":0} as count
--   2: {"kind":"input","index":1} as count
