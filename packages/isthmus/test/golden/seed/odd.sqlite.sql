CREATE TABLE things (
  id BIGINT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  label TEXT,
  small SMALLINT,
  whole INT4 DEFAULT 7,
  ratio DOUBLE,
  amount DECIMAL(12,4) DEFAULT 1.25,
  flag BOOLEAN DEFAULT FALSE,
  due DATE,
  placed TIMESTAMP DEFAULT '2026-01-01 12:00:00.000',
  moment TIMESTAMPTZ,
  uid UUID,
  doc JSON,
  parent_id BIGINT REFERENCES things (id)
);
CREATE TABLE parts (
  thing_id BIGINT NOT NULL REFERENCES things (id),
  place INT4 NOT NULL,
  note TEXT,
  weight DECIMAL(8,3) NOT NULL DEFAULT 1.5,
  PRIMARY KEY (thing_id, place)
);
CREATE TABLE marks (id BIGINT PRIMARY KEY, name TEXT NOT NULL DEFAULT 'a mark', level INT4);
CREATE TABLE thing_marks (
  thing_id BIGINT NOT NULL REFERENCES things (id),
  mark_id BIGINT NOT NULL REFERENCES marks (id),
  PRIMARY KEY (thing_id, mark_id)
);
