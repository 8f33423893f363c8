-- statement
SELECT CONCAT('{"id":', t0.`id`, ',"name":', JSON_QUOTE(t0.`name`), ',"price":', t0.`price`, '}') AS `body`, 1 AS `rows` FROM `⟨database⟩`.`products` AS t0 WHERE ((t0.`published` = ?) AND (t0.`id` = ?))
--   1: {"kind":"literal","value":true} as scalar tinyint(1)
--   2: {"kind":"input","index":0} as scalar bigint(20)
