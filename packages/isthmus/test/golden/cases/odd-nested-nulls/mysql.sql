-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, ',"parts":', (SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"place":', t1.`place`, ',"note":', COALESCE(JSON_QUOTE(t1.`note`), 'null'), '}'), '') ORDER BY t1.`note` IS NULL, t1.`note` DESC, t1.`place` LIMIT 1000), ''), ']') FROM `⟨database⟩`.`parts` AS t1 WHERE t1.`thing_id` = t0.`id`), '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`things` AS t0 WHERE (t0.`id` = ?) LIMIT 1000) AS t0
--   1: {"kind":"input","index":0} as scalar bigint(20)
