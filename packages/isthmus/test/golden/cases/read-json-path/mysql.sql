-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"color":', COALESCE(CONVERT(JSON_EXTRACT(t0.`data`, ?) USING utf8mb4), 'null'), ',"text":', COALESCE(JSON_QUOTE(JSON_UNQUOTE(IF(JSON_EXTRACT(t0.`data`, ?) = 'null', NULL, JSON_EXTRACT(t0.`data`, ?)))), 'null'), ',"h":', COALESCE(CONVERT(CASE WHEN JSON_TYPE(JSON_EXTRACT(t0.`data`, ?)) = 'ARRAY' THEN JSON_EXTRACT(t0.`data`, ?) END USING utf8mb4), 'null'), '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`products` AS t0 WHERE ((t0.`published` = ?) AND (t0.`id` = ?)) LIMIT 1000) AS t0
--   1: {"kind":"literal","value":"$.\"color\""} as text
--   2: {"kind":"literal","value":"$.\"color\""} as text
--   3: {"kind":"literal","value":"$.\"color\""} as text
--   4: {"kind":"literal","value":"$.\"size\".\"h\""} as text
--   5: {"kind":"literal","value":"$.\"size\".\"h\"[1]"} as text
--   6: {"kind":"literal","value":true} as scalar tinyint(1)
--   7: {"kind":"input","index":0} as scalar bigint(20)
