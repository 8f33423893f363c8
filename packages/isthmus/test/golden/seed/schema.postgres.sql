CREATE TABLE customers (
  id bigint PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL UNIQUE,
  secret text,
  created_at timestamp NOT NULL DEFAULT '2026-01-01T00:00:00'
);
CREATE TABLE products (
  id bigint PRIMARY KEY,
  name text NOT NULL,
  price numeric(10,2) NOT NULL,
  cost numeric(10,2),
  published boolean NOT NULL DEFAULT TRUE,
  data jsonb,
  parent_id bigint REFERENCES products (id)
);
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers (id),
  billing_customer_id bigint REFERENCES customers (id),
  status text NOT NULL DEFAULT 'open',
  total numeric(10,2) NOT NULL DEFAULT 0,
  note text,
  placed_at timestamp
);
CREATE TABLE order_items (
  id bigint PRIMARY KEY,
  order_id bigint NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  product_id bigint NOT NULL REFERENCES products (id),
  quantity bigint NOT NULL CHECK (quantity > 0)
);
CREATE TABLE tags (id bigint PRIMARY KEY, label text NOT NULL);
CREATE TABLE product_tags (
  product_id bigint NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  tag_id bigint NOT NULL REFERENCES tags (id),
  PRIMARY KEY (product_id, tag_id)
);
CREATE TABLE vault (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers (id), combination text NOT NULL);
