-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, ',"order_items":', (SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t1.`id`, ',"products":', COALESCE((SELECT CONCAT('{"name":', JSON_QUOTE(t2.`name`), '}') FROM `⟨database⟩`.`products` AS t2 WHERE t2.`id` = t1.`product_id` AND (t2.`published` = ?)), 'null'), '}'), '') ORDER BY t1.`id` LIMIT 1000), ''), ']') FROM `⟨database⟩`.`order_items` AS t1 WHERE t1.`order_id` = t0.`id` AND EXISTS (SELECT 1 FROM `⟨database⟩`.`orders` AS t3 WHERE t3.`id` = t1.`order_id` AND (t3.`customer_id` = ?))), '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`orders` AS t0 WHERE (t0.`customer_id` = ?) ORDER BY t0.`id` LIMIT 1000) AS t0
--   1: {"kind":"literal","value":true} as scalar tinyint(1)
--   2: {"kind":"claim","path":["sub"]} as scalar bigint(20)
--   3: {"kind":"claim","path":["sub"]} as scalar bigint(20)
