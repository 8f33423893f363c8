-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, ',"status":', JSON_QUOTE(t0.`status`), '}'), '')), ''), ']') AS `body`, count(*) AS `rows`, (SELECT count(*) FROM `⟨database⟩`.`orders` AS t1 WHERE (t1.`customer_id` = ?)) AS `total` FROM (SELECT t0.* FROM `⟨database⟩`.`orders` AS t0 WHERE (t0.`customer_id` = ?) ORDER BY t0.`id` LIMIT 1000) AS t0
--   1: {"kind":"claim","path":["sub"]} as scalar bigint(20)
--   2: {"kind":"claim","path":["sub"]} as scalar bigint(20)
