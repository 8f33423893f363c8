-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, ',"price":', t0.`price`, '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`products` AS t0 WHERE ((t0.`published` = ?) AND (t0.`id` = ?)) LIMIT 1000) AS t0
--   1: {"kind":"literal","value":true} as scalar tinyint(1)
--   2: {"kind":"input","index":0} as scalar bigint(20)
