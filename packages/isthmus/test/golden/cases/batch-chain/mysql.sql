-- statement
INSERT INTO `⟨database⟩`.`orders` (`customer_id`, `id`, `total`) VALUES (?, ?, ?) RETURNING CONCAT('{"id":', `orders`.`id`, ',"customer_id":', `orders`.`customer_id`, '}') AS `body`
--   1: {"kind":"input","index":0} as scalar bigint(20)
--   2: {"kind":"input","index":0} as scalar bigint(20)
--   3: {"kind":"input","index":0} as scalar decimal(10,2)

-- statement
INSERT INTO `⟨database⟩`.`order_items` (`id`, `product_id`, `quantity`, `order_id`) VALUES (?, ?, ?, ?) RETURNING CONCAT('{"order_id":', `order_items`.`order_id`, '}') AS `body`
--   1: {"kind":"input","index":0} as scalar bigint(20)
--   2: {"kind":"input","index":0} as scalar bigint(20)
--   3: {"kind":"input","index":0} as scalar bigint(20)
--   4: {"kind":"result","step":0,"field":"id"} as scalar bigint(20)

-- before
SELECT CONCAT('[', t0.`id`, ']') FROM `⟨database⟩`.`customers` AS t0 WHERE (t0.`id` = ?) FOR UPDATE
--   1: {"kind":"result","step":0,"field":"customer_id"} as scalar bigint(20)
-- statement
UPDATE JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, k0 LONGTEXT PATH '$[0]')) AS t1 STRAIGHT_JOIN `⟨database⟩`.`customers` AS t0 SET t0.`name` = ? WHERE t0.`id` = CAST(t1.k0 AS SIGNED)
--   1: {"kind":"written"} as json
--   2: {"kind":"input","index":0} as scalar text COLLATE utf8mb4_nopad_bin
-- answer
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t2.`id`, ',"name":', JSON_QUOTE(t2.`name`), '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, k0 LONGTEXT PATH '$[0]')) AS t3 STRAIGHT_JOIN `⟨database⟩`.`customers` AS t2 WHERE t2.`id` = CAST(t3.k0 AS SIGNED)
--   1: {"kind":"written"} as json

-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, ',"order_items":', (SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"quantity":', t1.`quantity`, '}'), '') LIMIT 1000), ''), ']') FROM `⟨database⟩`.`order_items` AS t1 WHERE t1.`order_id` = t0.`id`), '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`orders` AS t0 WHERE (t0.`id` = ?) LIMIT 1000) AS t0
--   1: {"kind":"result","step":1,"field":"order_id"} as scalar bigint(20)
