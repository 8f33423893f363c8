CREATE VIRTUAL TABLE products_search USING fts5(name, content='products', content_rowid='rowid');
INSERT INTO products_search (products_search) VALUES ('rebuild');
CREATE VIRTUAL TABLE orders_search USING fts5(status, note, content='orders', content_rowid='rowid');
INSERT INTO orders_search (orders_search) VALUES ('rebuild');
