-- statement
SELECT CONCAT('[', COALESCE(GROUP_CONCAT(COALESCE(CONCAT('{"status":', JSON_QUOTE(t1.c0), ',"sum":', COALESCE(t1.c1, 'null'), ',"count":', t1.c2, '}'), '')), ''), ']') AS `body`, count(*) AS `rows` FROM (SELECT t0.`status` AS c0, sum(t0.`total`) AS c1, count(*) AS c2 FROM `⟨database⟩`.`orders` AS t0 GROUP BY t0.`status` ORDER BY t0.`status` LIMIT 1000) AS t1
