-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`products` AS t0 WHERE (LOWER(CONVERT(t0.`name` USING utf8mb4) COLLATE utf8mb4_nopad_bin) LIKE LOWER(?)) LIMIT 1000) AS t0
--   1: {"kind":"input","index":0} as scalar like
