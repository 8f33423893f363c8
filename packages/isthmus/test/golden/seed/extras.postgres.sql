CREATE FUNCTION label(products) RETURNS text STABLE LANGUAGE sql AS $$ SELECT $1.name || ' #' || $1.id $$;
CREATE FUNCTION margin(products) RETURNS numeric STABLE LANGUAGE sql AS $$ SELECT $1.price - $1.cost $$;
CREATE FUNCTION add_numbers(a integer, b integer DEFAULT 1) RETURNS integer IMMUTABLE LANGUAGE sql AS $$ SELECT a + b $$;
CREATE FUNCTION find_products(word text) RETURNS SETOF products STABLE LANGUAGE sql
  AS $$ SELECT * FROM products WHERE name ILIKE '%' || word || '%' $$;
CREATE FUNCTION order_stats(OUT status text, OUT orders bigint) RETURNS SETOF record STABLE LANGUAGE sql
  AS $$ SELECT status, count(*) FROM orders GROUP BY status $$;
CREATE FUNCTION retag(tag bigint, label text) RETURNS tags LANGUAGE sql
  AS $$ UPDATE tags SET label = $2 WHERE id = $1 RETURNING * $$;
