-- What the database keeps true by itself: the price of an item, the sum of an order, the stock of a product.

CREATE FUNCTION fill_item_price() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF new.unit_price = 0 THEN
    new.unit_price := coalesce((SELECT price FROM products WHERE id = new.product_id), 0);
  END IF;
  RETURN new;
END $$;

CREATE FUNCTION sum_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op IN ('UPDATE', 'DELETE') THEN
    UPDATE orders
    SET subtotal = (SELECT coalesce(sum(quantity * unit_price), 0) FROM order_items WHERE order_id = old.order_id)
    WHERE id = old.order_id;
  END IF;
  IF tg_op = 'INSERT' OR tg_op = 'UPDATE' AND new.order_id <> old.order_id THEN
    UPDATE orders
    SET subtotal = (SELECT coalesce(sum(quantity * unit_price), 0) FROM order_items WHERE order_id = new.order_id)
    WHERE id = new.order_id;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION sum_stock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op IN ('UPDATE', 'DELETE') THEN
    UPDATE products SET stock = stock - old.quantity WHERE id = old.product_id;
  END IF;
  IF tg_op IN ('UPDATE', 'INSERT') THEN
    UPDATE products SET stock = stock + new.quantity WHERE id = new.product_id;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION touch_product() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF new.updated_at = old.updated_at THEN
    new.updated_at := date_trunc('second', now() AT TIME ZONE 'UTC');
  END IF;
  RETURN new;
END $$;

CREATE TRIGGER order_items_price BEFORE INSERT ON order_items
FOR EACH ROW EXECUTE FUNCTION fill_item_price();

CREATE TRIGGER order_items_sum AFTER INSERT OR DELETE OR UPDATE OF order_id, quantity, unit_price ON order_items
FOR EACH ROW EXECUTE FUNCTION sum_order();

CREATE TRIGGER stock_levels_sum AFTER INSERT OR DELETE OR UPDATE OF product_id, quantity ON stock_levels
FOR EACH ROW EXECUTE FUNCTION sum_stock();

CREATE TRIGGER products_touch BEFORE UPDATE OF name, description, price, published, attributes, image ON products
FOR EACH ROW EXECUTE FUNCTION touch_product();
