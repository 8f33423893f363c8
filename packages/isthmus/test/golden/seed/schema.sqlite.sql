CREATE TABLE customers (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE,
  secret TEXT,
  created_at TIMESTAMP NOT NULL DEFAULT '2026-01-01T00:00:00'
);
CREATE TABLE products (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  price DECIMAL(10,2) NOT NULL,
  cost DECIMAL(10,2),
  published BOOLEAN NOT NULL DEFAULT TRUE,
  data JSON,
  parent_id BIGINT REFERENCES products (id)
);
CREATE TABLE orders (
  id BIGINT PRIMARY KEY,
  customer_id BIGINT NOT NULL REFERENCES customers (id),
  billing_customer_id BIGINT REFERENCES customers (id),
  status TEXT NOT NULL DEFAULT 'open',
  total DECIMAL(10,2) NOT NULL DEFAULT 0,
  note TEXT,
  placed_at TIMESTAMP
);
CREATE TABLE order_items (
  id BIGINT PRIMARY KEY,
  order_id BIGINT NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  product_id BIGINT NOT NULL REFERENCES products (id),
  quantity BIGINT NOT NULL CHECK (quantity > 0)
);
CREATE TABLE tags (id BIGINT PRIMARY KEY, label TEXT NOT NULL);
CREATE TABLE product_tags (
  product_id BIGINT NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  tag_id BIGINT NOT NULL REFERENCES tags (id),
  PRIMARY KEY (product_id, tag_id)
);
CREATE TABLE vault (id BIGINT PRIMARY KEY, customer_id BIGINT REFERENCES customers (id), combination TEXT NOT NULL);
