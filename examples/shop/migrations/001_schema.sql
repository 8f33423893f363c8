-- The tables of the shop. Times are UTC; amounts of money are in the row's currency, tax included.
-- A comment behind a column is its description in the API.

CREATE TABLE categories ( -- the tree of the assortment
  id INTEGER PRIMARY KEY,
  parent_id INTEGER REFERENCES categories (id) ON DELETE RESTRICT, -- null at the top of the tree
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  slug TEXT NOT NULL UNIQUE, -- as it stands in the shop's addresses
  position INTEGER NOT NULL DEFAULT 0 -- order among its siblings
);
CREATE INDEX categories_parent ON categories (parent_id);

CREATE TABLE products ( -- what can be bought
  id INTEGER PRIMARY KEY,
  category_id INTEGER NOT NULL REFERENCES categories (id) ON DELETE RESTRICT,
  sku TEXT NOT NULL UNIQUE, -- stock keeping unit, as printed on the shelf
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  slug TEXT NOT NULL UNIQUE, -- as it stands in the shop's addresses
  description TEXT NOT NULL DEFAULT '',
  price DECIMAL(10,2) NOT NULL CHECK (price > 0), -- for one, tax included
  currency TEXT NOT NULL DEFAULT 'EUR' CHECK (length(currency) = 3), -- ISO 4217
  stock INTEGER NOT NULL DEFAULT 0, -- on hand in all warehouses together; kept by triggers
  weight INTEGER CHECK (weight > 0), -- in grams, packed
  attributes JSON NOT NULL DEFAULT '{}', -- colour, material, size: differs by category
  image TEXT, -- path of the picture, below the shop's own origin
  published BOOLEAN NOT NULL DEFAULT FALSE, -- visible to everyone
  created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX products_category ON products (category_id);
CREATE INDEX products_published ON products (published, created_at);
CREATE INDEX products_price ON products (price);

CREATE TABLE tags ( -- words by which products are found across categories
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

CREATE TABLE product_tags ( -- which product carries which tag
  product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  PRIMARY KEY (product_id, tag_id)
);
CREATE INDEX product_tags_tag ON product_tags (tag_id);

CREATE TABLE warehouses (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  city TEXT NOT NULL,
  country TEXT NOT NULL CHECK (length(country) = 2) -- ISO 3166-1
);

CREATE TABLE stock_levels ( -- how many of a product lie in a warehouse
  product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  warehouse_id INTEGER NOT NULL REFERENCES warehouses (id) ON DELETE RESTRICT,
  quantity INTEGER NOT NULL DEFAULT 0 CHECK (quantity >= 0),
  reorder_at INTEGER NOT NULL DEFAULT 5 CHECK (reorder_at >= 0), -- below this, more are ordered
  PRIMARY KEY (product_id, warehouse_id)
);
CREATE INDEX stock_levels_warehouse ON stock_levels (warehouse_id);

CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE CHECK (email LIKE '%_@_%'),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  phone TEXT,
  locale TEXT NOT NULL DEFAULT 'en', -- BCP 47
  newsletter BOOLEAN NOT NULL DEFAULT FALSE, -- has asked for the newsletter
  created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE addresses ( -- where a customer's orders go
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
  label TEXT NOT NULL DEFAULT 'Home',
  recipient TEXT NOT NULL,
  street TEXT NOT NULL,
  postal_code TEXT NOT NULL,
  city TEXT NOT NULL,
  country TEXT NOT NULL CHECK (length(country) = 2) -- ISO 3166-1
);
CREATE INDEX addresses_customer ON addresses (customer_id);

CREATE TABLE coupons (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  percent_off INTEGER NOT NULL CHECK (percent_off BETWEEN 1 AND 90), -- of the subtotal
  valid_from DATE NOT NULL,
  valid_until DATE NOT NULL CHECK (valid_until >= valid_from) -- the last day
);

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE RESTRICT,
  address_id INTEGER NOT NULL REFERENCES addresses (id) ON DELETE RESTRICT,
  coupon_id INTEGER REFERENCES coupons (id) ON DELETE SET NULL,
  status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'paid', 'shipped', 'delivered', 'cancelled')),
  currency TEXT NOT NULL DEFAULT 'EUR' CHECK (length(currency) = 3), -- ISO 4217
  subtotal DECIMAL(10,2) NOT NULL DEFAULT 0 CHECK (subtotal >= 0), -- sum of the items; kept by triggers
  discount DECIMAL(10,2) NOT NULL DEFAULT 0 CHECK (discount >= 0), -- what the coupon took off
  shipping DECIMAL(10,2) NOT NULL DEFAULT 0 CHECK (shipping >= 0),
  total DECIMAL(10,2) GENERATED ALWAYS AS (round(subtotal - discount + shipping, 2)) STORED, -- what is paid
  note TEXT, -- from the customer, for the parcel
  created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, -- when it was placed
  shipped_at TIMESTAMP -- null until it has left the warehouse
);
CREATE INDEX orders_customer ON orders (customer_id);
CREATE INDEX orders_address ON orders (address_id);
CREATE INDEX orders_coupon ON orders (coupon_id);
CREATE INDEX orders_status_created ON orders (status, created_at);

CREATE TABLE order_items (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE RESTRICT,
  quantity INTEGER NOT NULL DEFAULT 1 CHECK (quantity BETWEEN 1 AND 1000),
  unit_price DECIMAL(10,2) NOT NULL DEFAULT 0 CHECK (unit_price >= 0), -- on the day of the order; filled in by a trigger
  UNIQUE (order_id, product_id)
);
CREATE INDEX order_items_product ON order_items (product_id);

CREATE TABLE reviews (
  id INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
  rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5), -- stars
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
  body TEXT NOT NULL DEFAULT '',
  created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  UNIQUE (product_id, customer_id)
);
CREATE INDEX reviews_customer ON reviews (customer_id);
