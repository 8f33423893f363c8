-- What the database keeps true by itself: the price of an item, the sum of an order, the stock of a product.

CREATE TRIGGER order_items_insert AFTER INSERT ON order_items BEGIN
  UPDATE order_items SET unit_price = (SELECT price FROM products WHERE id = new.product_id)
  WHERE id = new.id AND unit_price = 0;
  UPDATE orders
  SET subtotal = (SELECT round(sum(quantity * unit_price), 2) FROM order_items WHERE order_id = new.order_id)
  WHERE id = new.order_id;
END;

CREATE TRIGGER order_items_update AFTER UPDATE OF order_id, quantity, unit_price ON order_items BEGIN
  UPDATE orders
  SET subtotal = (SELECT coalesce(round(sum(quantity * unit_price), 2), 0) FROM order_items WHERE order_id = orders.id)
  WHERE id IN (old.order_id, new.order_id);
END;

CREATE TRIGGER order_items_delete AFTER DELETE ON order_items BEGIN
  UPDATE orders
  SET subtotal = (SELECT coalesce(round(sum(quantity * unit_price), 2), 0) FROM order_items WHERE order_id = old.order_id)
  WHERE id = old.order_id;
END;

CREATE TRIGGER stock_levels_insert AFTER INSERT ON stock_levels BEGIN
  UPDATE products SET stock = stock + new.quantity WHERE id = new.product_id;
END;

CREATE TRIGGER stock_levels_update AFTER UPDATE OF product_id, quantity ON stock_levels BEGIN
  UPDATE products SET stock = stock - old.quantity WHERE id = old.product_id;
  UPDATE products SET stock = stock + new.quantity WHERE id = new.product_id;
END;

CREATE TRIGGER stock_levels_delete AFTER DELETE ON stock_levels BEGIN
  UPDATE products SET stock = stock - old.quantity WHERE id = old.product_id;
END;

CREATE TRIGGER products_touch AFTER UPDATE OF name, description, price, published, attributes, image ON products
WHEN new.updated_at = old.updated_at BEGIN
  UPDATE products SET updated_at = CURRENT_TIMESTAMP WHERE id = new.id;
END;
