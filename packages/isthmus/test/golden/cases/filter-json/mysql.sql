-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t0.`id`, '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.* FROM `⟨database⟩`.`products` AS t0 WHERE (JSON_UNQUOTE(NULLIF(JSON_EXTRACT(t0.`data`, ?), 'null')) = ? AND CAST(JSON_UNQUOTE(NULLIF(JSON_EXTRACT(t0.`data`, ?), 'null')) AS BINARY) = CAST(? AS BINARY)) LIMIT 1000) AS t0
--   1: {"kind":"literal","value":"$.\"color\""} as text
--   2: {"kind":"input","index":0} as scalar text
--   3: {"kind":"literal","value":"$.\"color\""} as text
--   4: {"kind":"input","index":0} as scalar text
