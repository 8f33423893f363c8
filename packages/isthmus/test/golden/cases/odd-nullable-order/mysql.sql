-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, ',"due":', COALESCE(CONCAT('"', t0.`due`, '"'), 'null'), ',"small":', COALESCE(t0.`small`, 'null'), '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`things` AS t0 ORDER BY t0.`due` IS NULL DESC, t0.`due` DESC, t0.`small`, t0.`id` LIMIT 1000) AS t0
