// What `isthmus check` has to say: where texts are ordered and compared as their collation has it, which other sources do
// by code point. Whether they are equal is told by their bytes everywhere.

import type { Examination } from "../../core/index.ts";
import type { Connection } from "./connect.ts";

export async function examine(connection: Connection, databases: readonly string[]): Promise<Examination> {
  const text = caseless.replace("DATABASES", databases.map(() => "?").join(", "));
  const { rows } = await connection.run({ text, values: databases });
  const differences = rows.map(
    ([table, columns, collation]) =>
      `${table} (${columns}): order, greater, less, min and max know no upper and lower case (${collation})`,
  );
  return { faults: [], advice: [], differences };
}

const caseless = `SELECT c.table_name, GROUP_CONCAT(c.column_name ORDER BY c.ordinal_position SEPARATOR ', '), c.collation_name
  FROM information_schema.columns c
  JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
  WHERE c.table_schema IN (DATABASES) AND c.collation_name LIKE '%\\_ci' AND c.data_type IN ('char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext')
    AND t.table_type <> 'SEQUENCE' AND t.table_name NOT LIKE 'isthmus\\_%'
  GROUP BY c.table_schema, c.table_name, c.collation_name ORDER BY c.table_schema, c.table_name, c.collation_name`;
