INSERT INTO customers (id, name, email, secret, created_at) VALUES
  (1, 'Ada', 'ada@shop.example', 'canary-1', '2026-01-02T03:04:05'),
  (2, 'Björn', 'bjorn@shop.example', NULL, '2026-01-03T00:00:00'),
  (3, 'Chi "C" O''Neil', 'chi@shop.example', 'canary-3', '2026-02-01T12:30:00');
INSERT INTO products (id, name, price, cost, published, data, parent_id) VALUES
  (1, 'Lamp', 19.90, 7.10, TRUE, '{"color": "red", "size": {"w": 3, "h": [1, 2]}, "stock": 10}', NULL),
  (2, 'Desk', 249.00, 120.00, TRUE, '{"color": "oak", "stock": 2}', NULL),
  (3, 'Chair', 89.50, 30.25, FALSE, NULL, 2),
  (4, 'Rug 100%', 120.00, NULL, TRUE, '{"color": null}', 2),
  (9007199254740993, 'Big_id', 0.10, 0.01, TRUE, '[]', 1);
INSERT INTO orders (id, customer_id, billing_customer_id, status, total, note, placed_at) VALUES
  (10, 1, NULL, 'open', 39.80, NULL, '2026-03-01T10:00:00'),
  (11, 1, 2, 'paid', 249.00, 'ring twice', '2026-03-02T10:00:00'),
  (12, 2, 2, 'paid', 120.10, 'a,b "c"', '2026-03-03T10:00:00'),
  (13, 3, NULL, 'sent', 0.00, '', NULL);
INSERT INTO order_items (id, order_id, product_id, quantity) VALUES
  (100, 10, 1, 2), (101, 11, 2, 1), (102, 12, 4, 1), (103, 12, 9007199254740993, 1);
INSERT INTO tags (id, label) VALUES (1, 'new'), (2, 'wood'), (3, 'secret-tag');
INSERT INTO product_tags (product_id, tag_id) VALUES (1, 1), (2, 1), (2, 2), (3, 2), (4, 3);
INSERT INTO vault (id, customer_id, combination) VALUES (1, 1, '1-2-3');
