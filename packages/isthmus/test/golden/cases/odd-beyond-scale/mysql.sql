-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`orders` AS t0 WHERE (t0.`total` IN (SELECT CAST(e.v AS DECIMAL(65, 30)) FROM JSON_TABLE(?, '$[*]' COLUMNS (v LONGTEXT PATH '$')) AS e)) ORDER BY t0.`id` LIMIT 1000) AS t0
--   1: {"kind":"input","index":0} as list decimal(10,2)
