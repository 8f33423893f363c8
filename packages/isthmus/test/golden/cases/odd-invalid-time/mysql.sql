-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`things` AS t0 WHERE (t0.`placed` = CAST(? AS DATETIME(6))) LIMIT 1000) AS t0
--   1: {"kind":"input","index":0} as scalar datetime(3)
