-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, ',"name":', JSON_QUOTE(t0.`name`), ',"price":', t0.`price`, ',"data":', COALESCE(CONVERT(t0.`data` USING utf8mb4), 'null'), ',"parent_id":', COALESCE(t0.`parent_id`, 'null'), '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`products` AS t0 WHERE (t0.`published` = ?) ORDER BY t0.`id` LIMIT 1000) AS t0
--   1: {"kind":"literal","value":true} as scalar tinyint(1)
