CREATE TABLE customers (
  id bigint PRIMARY KEY,
  name text NOT NULL,
  email varchar(200) NOT NULL,
  secret text,
  created_at datetime NOT NULL DEFAULT '2026-01-01T00:00:00',
  CONSTRAINT customers_email_key UNIQUE (email)
);
CREATE TABLE products (
  id bigint PRIMARY KEY,
  name text NOT NULL,
  price decimal(10,2) NOT NULL,
  cost decimal(10,2),
  published boolean NOT NULL DEFAULT TRUE,
  data json,
  parent_id bigint,
  CONSTRAINT products_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES products (id)
);
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  customer_id bigint NOT NULL,
  billing_customer_id bigint,
  status varchar(50) NOT NULL DEFAULT 'open',
  total decimal(10,2) NOT NULL DEFAULT 0,
  note text,
  placed_at datetime,
  CONSTRAINT orders_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers (id),
  CONSTRAINT orders_billing_customer_id_fkey FOREIGN KEY (billing_customer_id) REFERENCES customers (id)
);
CREATE TABLE order_items (
  id bigint PRIMARY KEY,
  order_id bigint NOT NULL,
  product_id bigint NOT NULL,
  quantity bigint NOT NULL CHECK (quantity > 0),
  CONSTRAINT order_items_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE,
  CONSTRAINT order_items_product_id_fkey FOREIGN KEY (product_id) REFERENCES products (id)
);
CREATE TABLE tags (id bigint PRIMARY KEY, label varchar(100) NOT NULL);
CREATE TABLE product_tags (
  product_id bigint NOT NULL,
  tag_id bigint NOT NULL,
  PRIMARY KEY (product_id, tag_id),
  CONSTRAINT product_tags_product_id_fkey FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE CASCADE,
  CONSTRAINT product_tags_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES tags (id)
);
CREATE TABLE vault (
  id bigint PRIMARY KEY,
  customer_id bigint,
  combination text NOT NULL,
  CONSTRAINT vault_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers (id)
);
