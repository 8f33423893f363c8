-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, ',"customer_id":', t0.`customer_id`, ',"billing_customer_id":', COALESCE(t0.`billing_customer_id`, 'null'), ',"status":', JSON_QUOTE(t0.`status`), ',"total":', t0.`total`, ',"note":', COALESCE(JSON_QUOTE(t0.`note`), 'null'), ',"placed_at":', COALESCE(CONCAT('"', REPLACE(t0.`placed_at`, ' ', 'T'), '"'), 'null'), '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`orders` AS t0 WHERE (t0.`id` = ?) LIMIT 1000) AS t0
--   1: {"kind":"input","index":0} as scalar bigint(20)
