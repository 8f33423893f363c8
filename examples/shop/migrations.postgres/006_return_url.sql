-- Where a customer's bank sends him when it has asked whether it is he who pays.

ALTER TABLE purchases ADD COLUMN return_url TEXT;
