-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`customers` AS t0 WHERE (t0.`name` IN (SELECT e.v COLLATE utf8mb4_nopad_bin FROM JSON_TABLE(?, '$[*]' COLUMNS (v LONGTEXT PATH '$')) AS e) AND CAST(t0.`name` AS BINARY) IN (SELECT CAST(e.v AS BINARY) FROM JSON_TABLE(?, '$[*]' COLUMNS (v LONGTEXT PATH '$')) AS e)) ORDER BY t0.`id` LIMIT 1000) AS t0
--   1: {"kind":"input","index":0} as list text COLLATE utf8mb4_nopad_bin
--   2: {"kind":"input","index":0} as list text COLLATE utf8mb4_nopad_bin
