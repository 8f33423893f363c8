-- statement
INSERT INTO `⟨database⟩`.`orders` (`customer_id`, `id`, `total`) SELECT e.f0, e.f1, e.f2 FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, f0 LONGTEXT PATH '$.f0', g0 INT EXISTS PATH '$.f0', f1 LONGTEXT PATH '$.f1', g1 INT EXISTS PATH '$.f1', f2 LONGTEXT PATH '$.f2', g2 INT EXISTS PATH '$.f2')) AS e RETURNING CONCAT('{"id":', `orders`.`id`, '}') AS `body`
--   1: {"kind":"input","index":0} as json

-- statement
INSERT INTO `⟨database⟩`.`order_items` (`id`, `product_id`, `quantity`, `order_id`) SELECT e.f0, e.f1, e.f2, ? FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, f0 LONGTEXT PATH '$.f0', g0 INT EXISTS PATH '$.f0', f1 LONGTEXT PATH '$.f1', g1 INT EXISTS PATH '$.f1', f2 LONGTEXT PATH '$.f2', g2 INT EXISTS PATH '$.f2')) AS e
--   1: {"kind":"result","step":0,"field":"id"} as scalar bigint(20)
--   2: {"kind":"input","index":0} as json

-- statement
INSERT INTO `⟨database⟩`.`order_items` (`id`, `product_id`, `quantity`, `order_id`) SELECT e.f0, e.f1, e.f2, ? FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, f0 LONGTEXT PATH '$.f0', g0 INT EXISTS PATH '$.f0', f1 LONGTEXT PATH '$.f1', g1 INT EXISTS PATH '$.f1', f2 LONGTEXT PATH '$.f2', g2 INT EXISTS PATH '$.f2')) AS e
--   1: {"kind":"result","step":0,"field":"id"} as scalar bigint(20)
--   2: {"kind":"input","index":0} as json

-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, ',"order_items":', (SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t1.`id`, ',"order_id":', t1.`order_id`, ',"quantity":', t1.`quantity`, '}'), '') LIMIT 1000), ''), ']') FROM `⟨database⟩`.`order_items` AS t1 WHERE t1.`order_id` = t0.`id`), '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`orders` AS t0 WHERE (t0.`id` = ?) LIMIT 1000) AS t0
--   1: {"kind":"result","step":0,"field":"id"} as scalar bigint(20)
