-- Full-text search over products: name and description.

CREATE VIRTUAL TABLE products_search USING fts5 (
  name, description,
  content = 'products', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TRIGGER products_search_insert AFTER INSERT ON products BEGIN
  INSERT INTO products_search (rowid, name, description) VALUES (new.id, new.name, new.description);
END;

CREATE TRIGGER products_search_delete AFTER DELETE ON products BEGIN
  INSERT INTO products_search (products_search, rowid, name, description)
  VALUES ('delete', old.id, old.name, old.description);
END;

CREATE TRIGGER products_search_update AFTER UPDATE OF id, name, description ON products BEGIN
  INSERT INTO products_search (products_search, rowid, name, description)
  VALUES ('delete', old.id, old.name, old.description);
  INSERT INTO products_search (rowid, name, description) VALUES (new.id, new.name, new.description);
END;
