-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, '}'), '')), ''), ']') AS `body`, count(*) AS `rows`, (SELECT count(*) FROM `⟨database⟩`.`orders` AS t1) AS `total` FROM (SELECT t0.* FROM `⟨database⟩`.`orders` AS t0 LIMIT 1000 OFFSET ?) AS t0
--   1: {"kind":"input","index":0} as count
