-- How far the purchase of an order has come: what `checkout` has done, so that it can be finished, or undone, later.

CREATE TABLE purchases (
  order_id INTEGER PRIMARY KEY REFERENCES orders (id) ON DELETE CASCADE,
  customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE RESTRICT,
  request_key TEXT,
  state TEXT NOT NULL DEFAULT 'reserved' CHECK (
    state IN ('reserved', 'authenticating', 'authorised', 'booked', 'paid', 'done', 'undoing', 'undone')
  ),
  service TEXT NOT NULL,
  payment_method TEXT NOT NULL,
  payment_id TEXT,
  tracking_number TEXT,
  problem TEXT,
  busy_until BIGINT NOT NULL DEFAULT 0,
  UNIQUE (customer_id, request_key)
);
COMMENT ON TABLE purchases IS 'of each order that `checkout` has made; its stock is held until it is done or undone';
COMMENT ON COLUMN purchases.request_key IS 'the Idempotency-Key under which it was asked for';
COMMENT ON COLUMN purchases.service IS 'of the carrier';
COMMENT ON COLUMN purchases.payment_method IS 'a token of the payment API''s, never a card''s number';
COMMENT ON COLUMN purchases.payment_id IS 'at the payment API';
COMMENT ON COLUMN purchases.tracking_number IS 'at the carrier''s';
COMMENT ON COLUMN purchases.problem IS 'why it was undone, for the customer';
COMMENT ON COLUMN purchases.busy_until IS 'milliseconds since 1970; until then somebody is at work on it';
CREATE INDEX purchases_state ON purchases (state, busy_until);
