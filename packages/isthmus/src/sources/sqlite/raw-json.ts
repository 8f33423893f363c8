// Numbers that keep all their digits, for the values of SQLite.

export { type Raw, withRaw } from "../shared/sql/raw-json.ts";
