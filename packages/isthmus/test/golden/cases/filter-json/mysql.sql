-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`products` AS t0 WHERE (JSON_UNQUOTE(IF(JSON_EXTRACT(t0.`data`, ?) = 'null', NULL, JSON_EXTRACT(t0.`data`, ?))) = ? AND CAST(JSON_UNQUOTE(IF(JSON_EXTRACT(t0.`data`, ?) = 'null', NULL, JSON_EXTRACT(t0.`data`, ?))) AS BINARY) = CAST(? AS BINARY)) LIMIT 1000) AS t0
--   1: {"kind":"literal","value":"$.\"color\""} as text
--   2: {"kind":"literal","value":"$.\"color\""} as text
--   3: {"kind":"input","index":0} as scalar text
--   4: {"kind":"literal","value":"$.\"color\""} as text
--   5: {"kind":"literal","value":"$.\"color\""} as text
--   6: {"kind":"input","index":0} as scalar text
