// The SQL that somebody who knows these databases would write for the questions of the bench: one statement each, and the
// database builds the JSON. `row_to_json` is used because it is a fifth faster than `json_build_object` here.

export interface Statements {
  readonly byKey: string;
  readonly embedded: string;
  readonly list: string;
  readonly insert: string;
  readonly update: string;
  /** A long question: sorts all orders by a sum of their items. */
  readonly heavy: string;
}

/** @param policy Whether each statement has one more parameter, last: the currency the caller may see and write. */
export function postgresStatements(policy: boolean): Statements {
  const and = (place: number, column = "currency"): string => (policy ? `AND ${column} = $${place}` : "");
  return {
    byKey: `SELECT row_to_json(o)::text AS body
      FROM (SELECT id, customer_id, status, currency, total, created_at FROM orders WHERE id = $1 ${and(2)}) o`,
    embedded: `SELECT coalesce(json_agg(o), '[]')::text AS body FROM (
      SELECT id, status, total, created_at,
        (SELECT row_to_json(c) FROM (SELECT id, name FROM customers WHERE id = customer_id) c) AS customer,
        (SELECT coalesce(json_agg(i), '[]') FROM (
          SELECT quantity, unit_price, (SELECT row_to_json(p) FROM (SELECT products.id, name, price) p) AS product
          FROM order_items JOIN products ON products.id = product_id WHERE order_id = orders.id) i) AS items
      FROM orders WHERE status = $1 AND created_at >= $2 ${and(3)} ORDER BY created_at LIMIT 20) o`,
    list: `SELECT coalesce(json_agg(o), '[]')::text AS body FROM (
      SELECT id, customer_id, status, currency, total, created_at
      FROM orders WHERE status = $1 AND created_at >= $2 ${and(3)} ORDER BY created_at LIMIT 100) o`,
    insert: `INSERT INTO orders (customer_id, address_id, note${policy ? ", currency" : ""})
      VALUES ($1, $2, $3${policy ? ", $4" : ""}) RETURNING json_build_array(json_build_object('id', id))::text AS body`,
    update: `UPDATE orders SET note = $2 WHERE id = $1 ${and(3)}`,
    heavy: `SELECT coalesce(json_agg(b), '[]')::text AS body FROM (
      SELECT product_id, name, sold FROM best_sellers ORDER BY sold DESC, product_id LIMIT 10) b`,
  };
}

export function sqliteStatements(policy: boolean): Statements {
  const and = policy ? "AND currency = ?" : "";
  const order =
    "'id', id, 'customer_id', customer_id, 'status', status, 'currency', currency, 'total', total, 'created_at', replace(created_at, ' ', 'T')";
  return {
    byKey: `SELECT json_object(${order}) AS body FROM orders WHERE id = ? ${and}`,
    embedded: `SELECT json_group_array(json_object(
        'id', id, 'status', status, 'total', total, 'created_at', replace(created_at, ' ', 'T'),
        'customer', (SELECT json_object('id', id, 'name', name) FROM customers WHERE id = customer_id),
        'items', (SELECT json_group_array(json_object('quantity', quantity, 'unit_price', unit_price,
            'product', json_object('id', products.id, 'name', name, 'price', price)))
          FROM order_items JOIN products ON products.id = product_id WHERE order_id = o.id))) AS body
      FROM (SELECT id, customer_id, status, total, created_at
        FROM orders WHERE status = ? AND created_at >= replace(?, 'T', ' ') ${and} ORDER BY created_at LIMIT 20) o`,
    list: `SELECT json_group_array(json_object(${order})) AS body FROM (SELECT * FROM orders
      WHERE status = ? AND created_at >= replace(?, 'T', ' ') ${and} ORDER BY created_at LIMIT 100)`,
    insert: `INSERT INTO orders (customer_id, address_id, note${policy ? ", currency" : ""})
      VALUES (?, ?, ?${policy ? ", ?" : ""}) RETURNING json_array(json_object('id', id)) AS body`,
    update: `UPDATE orders SET note = ?2 WHERE id = ?1 ${policy ? "AND currency = ?3" : ""}`,
    heavy: `SELECT json_group_array(json_object('product_id', product_id, 'name', name, 'sold', sold)) AS body
      FROM (SELECT product_id, name, sold FROM best_sellers ORDER BY sold DESC, product_id LIMIT 10)`,
  };
}

/** Nested JSON would be quoted by MariaDB, but where JSON_COMPACT says that it is none of its texts. */
export function mysqlStatements(policy: boolean): Statements {
  const and = policy ? "AND currency = ?" : "";
  const order =
    "'id', id, 'customer_id', customer_id, 'status', status, 'currency', currency, 'total', total, 'created_at', created_at";
  return {
    byKey: `SELECT JSON_OBJECT(${order}) AS body FROM orders WHERE id = ? ${and}`,
    embedded: `SELECT CONCAT('[', COALESCE(GROUP_CONCAT(body ORDER BY created_at), ''), ']') AS body FROM (
      SELECT JSON_OBJECT('id', id, 'status', status, 'total', total, 'created_at', created_at,
        'customer', JSON_COMPACT((SELECT JSON_OBJECT('id', id, 'name', name) FROM customers WHERE id = customer_id)),
        'items', JSON_COMPACT((SELECT COALESCE(JSON_ARRAYAGG(JSON_OBJECT('quantity', quantity, 'unit_price', unit_price,
            'product', JSON_OBJECT('id', products.id, 'name', name, 'price', price))), '[]')
          FROM order_items JOIN products ON products.id = product_id WHERE order_id = orders.id))) AS body, created_at
      FROM orders WHERE status = ? AND created_at >= ? ${and} ORDER BY created_at LIMIT 20) o`,
    list: `SELECT CONCAT('[', COALESCE(GROUP_CONCAT(body ORDER BY created_at), ''), ']') AS body FROM (
      SELECT JSON_OBJECT(${order}) AS body, created_at
      FROM orders WHERE status = ? AND created_at >= ? ${and} ORDER BY created_at LIMIT 100) o`,
    insert: `INSERT INTO orders (customer_id, address_id, note${policy ? ", currency" : ""})
      VALUES (?, ?, ?${policy ? ", ?" : ""})`,
    update: `UPDATE orders SET note = ? WHERE id = ? ${and}`,
    heavy: `SELECT CONCAT('[', COALESCE(GROUP_CONCAT(body ORDER BY sold DESC, product_id), ''), ']') AS body FROM (
      SELECT JSON_OBJECT('product_id', product_id, 'name', name, 'sold', sold) AS body, sold, product_id
      FROM best_sellers ORDER BY sold DESC, product_id LIMIT 10) b`,
  };
}
