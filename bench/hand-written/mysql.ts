// How the hand-written server asks MariaDB or MySQL: a pool of ten, prepared statements, and the database builds the JSON.

import { createPool } from "mysql2/promise";
import type { ResultSetHeader, RowDataPacket } from "mysql2/promise";
import type { Ask } from "./databases.ts";
import { mysqlStatements } from "./statements.ts";

export function openMysql(url: string, policy: boolean): Ask {
  const pool = createPool({ uri: url, connectionLimit: 10 });
  const statements = mysqlStatements(policy);
  return async (question, values) => {
    const given = question === "update" ? [values[1] ?? "", values[0] ?? "", ...values.slice(2)] : [...values];
    const [result] = await pool.execute<RowDataPacket[] | ResultSetHeader>(statements[question], given);
    if (!("insertId" in result)) return result[0]?.["body"] as string | undefined;
    return question === "insert" ? `[{"id":${result.insertId}}]` : undefined;
  };
}
