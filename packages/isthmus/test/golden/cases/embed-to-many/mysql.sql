-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, ',"order_items":', (SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"product_id":', t1.`product_id`, ',"quantity":', t1.`quantity`, '}'), '') ORDER BY t1.`id` DESC LIMIT 1), ''), ']') FROM `⟨database⟩`.`order_items` AS t1 WHERE t1.`order_id` = t0.`id` AND (t1.`quantity` >= ?)), '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`orders` AS t0 ORDER BY t0.`id` LIMIT 1000) AS t0
--   1: {"kind":"input","index":0} as scalar bigint(20)
