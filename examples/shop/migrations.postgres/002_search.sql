-- Full-text search over products: name and description, each by itself.

CREATE INDEX products_name_search ON products USING gin (to_tsvector('english', name));
CREATE INDEX products_description_search ON products USING gin (to_tsvector('english', description));
