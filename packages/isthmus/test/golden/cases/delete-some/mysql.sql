-- before
SELECT CONCAT('[', t0.`id`, ']') FROM `⟨database⟩`.`order_items` AS t0 WHERE (t0.`order_id` = ?) FOR UPDATE
--   1: {"kind":"input","index":0} as scalar bigint(20)
-- statement
DELETE t0 FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, k0 LONGTEXT PATH '$[0]')) AS t1 STRAIGHT_JOIN `⟨database⟩`.`order_items` AS t0 WHERE t0.`id` = CAST(t1.k0 AS SIGNED)
--   1: {"kind":"written"} as json
-- answer
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t2.`id`, ',"quantity":', t2.`quantity`, '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t2.* FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, k0 LONGTEXT PATH '$[0]')) AS t3 STRAIGHT_JOIN `⟨database⟩`.`order_items` AS t2 WHERE t2.`id` = CAST(t3.k0 AS SIGNED) ORDER BY t2.`id` LIMIT 18446744073709551615) AS t2
--   1: {"kind":"written"} as json
