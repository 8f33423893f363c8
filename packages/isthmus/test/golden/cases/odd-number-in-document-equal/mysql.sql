-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`things` AS t0 WHERE ((CASE WHEN t0.`doc` IS NOT NULL AND ? IS NOT NULL THEN JSON_EQUALS(t0.`doc`, ?) END)) ORDER BY t0.`id` LIMIT 1000) AS t0
--   1: {"kind":"input","index":0} as scalar json
--   2: {"kind":"input","index":0} as scalar json
