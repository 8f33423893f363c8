-- The tables of the shop that the bench asks for, and those they refer to, as in examples/shop/migrations.

CREATE TABLE categories (
  id INTEGER AUTO_INCREMENT PRIMARY KEY,
  parent_id INTEGER,
  name VARCHAR(80) NOT NULL,
  slug VARCHAR(200) NOT NULL UNIQUE,
  position INTEGER NOT NULL DEFAULT 0,
  FOREIGN KEY (parent_id) REFERENCES categories (id)
);
CREATE TABLE products (
  id INTEGER AUTO_INCREMENT PRIMARY KEY,
  category_id INTEGER NOT NULL,
  sku VARCHAR(80) NOT NULL UNIQUE,
  name VARCHAR(200) NOT NULL,
  slug VARCHAR(200) NOT NULL UNIQUE,
  description TEXT NOT NULL,
  price DECIMAL(10,2) NOT NULL CHECK (price > 0),
  currency CHAR(3) NOT NULL DEFAULT 'EUR',
  stock INTEGER NOT NULL DEFAULT 0,
  weight INTEGER CHECK (weight > 0),
  attributes JSON NOT NULL,
  image VARCHAR(200),
  published BOOLEAN NOT NULL DEFAULT FALSE,
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  FOREIGN KEY (category_id) REFERENCES categories (id)
);
CREATE TABLE customers (
  id INTEGER AUTO_INCREMENT PRIMARY KEY,
  email VARCHAR(200) NOT NULL UNIQUE,
  name VARCHAR(120) NOT NULL,
  phone VARCHAR(80),
  locale VARCHAR(20) NOT NULL DEFAULT 'en',
  newsletter BOOLEAN NOT NULL DEFAULT FALSE,
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE addresses (
  id INTEGER AUTO_INCREMENT PRIMARY KEY,
  customer_id INTEGER NOT NULL,
  label VARCHAR(80) NOT NULL DEFAULT 'Home',
  recipient VARCHAR(120) NOT NULL,
  street VARCHAR(120) NOT NULL,
  postal_code VARCHAR(20) NOT NULL,
  city VARCHAR(80) NOT NULL,
  country CHAR(2) NOT NULL,
  FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE
);
CREATE TABLE coupons (
  id INTEGER AUTO_INCREMENT PRIMARY KEY,
  code VARCHAR(80) NOT NULL UNIQUE,
  percent_off INTEGER NOT NULL CHECK (percent_off BETWEEN 1 AND 90),
  valid_from DATE NOT NULL,
  valid_until DATE NOT NULL
);
CREATE TABLE orders (
  id INTEGER AUTO_INCREMENT PRIMARY KEY,
  customer_id INTEGER NOT NULL,
  address_id INTEGER NOT NULL,
  coupon_id INTEGER,
  status VARCHAR(20) NOT NULL DEFAULT 'pending'
    CHECK (status IN ('pending', 'paid', 'shipped', 'delivered', 'cancelled')),
  currency CHAR(3) NOT NULL DEFAULT 'EUR',
  subtotal DECIMAL(10,2) NOT NULL DEFAULT 0 CHECK (subtotal >= 0),
  discount DECIMAL(10,2) NOT NULL DEFAULT 0 CHECK (discount >= 0),
  shipping DECIMAL(10,2) NOT NULL DEFAULT 0 CHECK (shipping >= 0),
  total DECIMAL(10,2) GENERATED ALWAYS AS (subtotal - discount + shipping) STORED,
  note TEXT,
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  shipped_at DATETIME,
  KEY orders_status_created (status, created_at),
  FOREIGN KEY (customer_id) REFERENCES customers (id),
  FOREIGN KEY (address_id) REFERENCES addresses (id),
  FOREIGN KEY (coupon_id) REFERENCES coupons (id) ON DELETE SET NULL
);
CREATE TABLE order_items (
  id INTEGER AUTO_INCREMENT PRIMARY KEY,
  order_id INTEGER NOT NULL,
  product_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL DEFAULT 1 CHECK (quantity BETWEEN 1 AND 1000),
  unit_price DECIMAL(10,2) NOT NULL DEFAULT 0 CHECK (unit_price >= 0),
  UNIQUE (order_id, product_id),
  FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE,
  FOREIGN KEY (product_id) REFERENCES products (id)
);
CREATE VIEW best_sellers AS
SELECT
  products.id AS product_id,
  products.name,
  products.category_id,
  sum(order_items.quantity) AS sold,
  round(sum(order_items.quantity * order_items.unit_price), 2) AS revenue
FROM order_items
JOIN orders ON orders.id = order_items.order_id
JOIN products ON products.id = order_items.product_id
WHERE orders.status <> 'cancelled' AND products.published
GROUP BY products.id;
