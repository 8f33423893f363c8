-- statement
INSERT INTO `⟨database⟩`.`marks` (`id`) SELECT e.f0 FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, f0 LONGTEXT PATH '$.f0', g0 INT EXISTS PATH '$.f0')) AS e WHERE NOT EXISTS (SELECT 1 FROM `⟨database⟩`.`marks` AS t1 WHERE (t1.`id` = CAST(e.f0 AS SIGNED))) AND NOT EXISTS (SELECT 1 FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, f0 LONGTEXT PATH '$.f0', g0 INT EXISTS PATH '$.f0')) AS w WHERE w.n < e.n AND (w.f0 = e.f0)) RETURNING CONCAT('[', `marks`.`id`, ']')
--   1: {"kind":"input","index":0} as json
--   2: {"kind":"input","index":0} as json
-- answer
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t2.`id`, ',"name":', JSON_QUOTE(t2.`name`), ',"level":', COALESCE(t2.`level`, 'null'), '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, k0 LONGTEXT PATH '$[0]')) AS t3 STRAIGHT_JOIN `⟨database⟩`.`marks` AS t2 WHERE t2.`id` = CAST(t3.k0 AS SIGNED)
--   1: {"kind":"written"} as json
