-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, ',"parent_id":', COALESCE(t0.`parent_id`, 'null'), ',"placed":', COALESCE(CONCAT('"', REPLACE(TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM t0.`placed`)), ' ', 'T'), '"'), 'null'), '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`things` AS t0 WHERE (t0.`parent_id` >= ?) ORDER BY t0.`parent_id` IS NULL, t0.`parent_id`, t0.`placed` IS NULL, t0.`placed`, t0.`id` LIMIT 1000) AS t0
--   1: {"kind":"input","index":0} as scalar bigint(20)
