-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, ',"note":', COALESCE(JSON_QUOTE(t0.`note`), 'null'), '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`orders` AS t0 ORDER BY t0.`id` LIMIT 1000) AS t0
