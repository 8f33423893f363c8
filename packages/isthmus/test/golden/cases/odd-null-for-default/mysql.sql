-- before
SELECT CONCAT('[', t0.`id`, ']') FROM `⟨database⟩`.`marks` AS t0 WHERE (t0.`id` = ?) FOR UPDATE
--   1: {"kind":"input","index":1} as scalar bigint(20)
-- statement
UPDATE JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, k0 LONGTEXT PATH '$[0]')) AS t1 STRAIGHT_JOIN `⟨database⟩`.`marks` AS t0 SET t0.`name` = ? WHERE t0.`id` = CAST(t1.k0 AS SIGNED)
--   1: {"kind":"written"} as json
--   2: {"kind":"input","index":0} as scalar varchar(60) COLLATE utf8mb4_nopad_bin
-- answer
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"id":', t2.`id`, ',"name":', JSON_QUOTE(t2.`name`), ',"level":', COALESCE(t2.`level`, 'null'), '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, k0 LONGTEXT PATH '$[0]')) AS t3 STRAIGHT_JOIN `⟨database⟩`.`marks` AS t2 WHERE t2.`id` = CAST(t3.k0 AS SIGNED)
--   1: {"kind":"written"} as json
