-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, ',"tags":', (SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"label":', JSON_QUOTE(t1.`label`), '}'), '') ORDER BY t1.`label` LIMIT 1000), ''), ']') FROM `⟨database⟩`.`product_tags` AS t2, `⟨database⟩`.`tags` AS t1 WHERE t2.`product_id` = t0.`id` AND t1.`id` = t2.`tag_id` AND (NOT (t1.`label` = ?))), '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`products` AS t0 WHERE (t0.`published` = ?) ORDER BY t0.`id` LIMIT 1000) AS t0
--   1: {"kind":"literal","value":"secret-tag"} as scalar varchar(100) COLLATE utf8mb4_nopad_bin
--   2: {"kind":"literal","value":true} as scalar tinyint(1)
