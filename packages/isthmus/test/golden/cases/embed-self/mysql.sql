-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, ',"parent":', COALESCE((SELECT CONCAT('{"name":', JSON_QUOTE(t1.`name`), '}') FROM `⟨database⟩`.`products` AS t1 WHERE t1.`id` = t0.`parent_id`), 'null'), '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`products` AS t0 ORDER BY t0.`id` LIMIT 1000) AS t0
