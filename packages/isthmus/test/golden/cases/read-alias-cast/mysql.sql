-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"number":', JSON_QUOTE(CAST((t0.`id` + 0) AS CHAR)), ',"cost":', JSON_QUOTE(CAST(t0.`price` AS CHAR)), '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`products` AS t0 WHERE (t0.`id` = ?) LIMIT 1000) AS t0
--   1: {"kind":"input","index":0} as scalar bigint(20)
