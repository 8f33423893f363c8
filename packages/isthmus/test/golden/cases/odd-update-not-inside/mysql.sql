-- before
SELECT CONCAT('[', t0.`id`, ']') FROM `⟨database⟩`.`products` AS t0 WHERE (JSON_EXTRACT(t0.`data`, ?) IS NULL) FOR UPDATE
--   1: {"kind":"literal","value":"$.\"size\""} as text
-- statement
UPDATE JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, k0 LONGTEXT PATH '$[0]')) AS t1 STRAIGHT_JOIN `⟨database⟩`.`products` AS t0 SET t0.`cost` = ? WHERE t0.`id` = CAST(t1.k0 AS SIGNED)
--   1: {"kind":"written"} as json
--   2: {"kind":"input","index":0} as scalar decimal(10,2)
-- answer
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t2.`id`, ',"data":', COALESCE(CONVERT(t2.`data` USING utf8mb4), 'null'), ',"cost":', COALESCE(t2.`cost`, 'null'), '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t2.* FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, k0 LONGTEXT PATH '$[0]')) AS t3 STRAIGHT_JOIN `⟨database⟩`.`products` AS t2 WHERE t2.`id` = CAST(t3.k0 AS SIGNED) ORDER BY t2.`id` LIMIT 18446744073709551615) AS t2
--   1: {"kind":"written"} as json
