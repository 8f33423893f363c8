-- statement
INSERT INTO `⟨database⟩`.`orders` (`customer_id`, `id`, `total`) VALUES (?, ?, ?) RETURNING CONCAT('{"id":', `orders`.`id`, ',"status":', JSON_QUOTE(`orders`.`status`), ',"total":', `orders`.`total`, '}') AS `body`
--   1: {"kind":"input","index":0} as scalar bigint(20)
--   2: {"kind":"input","index":0} as scalar bigint(20)
--   3: {"kind":"input","index":0} as scalar decimal(10,2)
