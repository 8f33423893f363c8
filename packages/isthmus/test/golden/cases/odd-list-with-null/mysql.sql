-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`things` AS t0 WHERE (t0.`doc` IS NOT NULL) ORDER BY t0.`id` LIMIT 1000) AS t0
