-- What the shop's pages ask for most, added up.

CREATE VIEW product_ratings AS
SELECT product_id, count(*) AS reviews, round(avg(rating), 2) AS rating
FROM reviews
GROUP BY product_id;

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
