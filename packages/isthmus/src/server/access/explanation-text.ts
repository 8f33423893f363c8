// An explanation as lines for a terminal.

import type { Explanation } from "../../engine/index.ts";

export function explanationText({ roles, missingClaims, grants, limits, denied, answer }: Explanation): string {
  const lines = [`Roles that count: ${roles.join(", ")}`];
  if (missingClaims.length > 0)
    lines.push(
      `Claims the caller lacks, so that what is compared with them matches nothing: ${missingClaims.join(", ")}`,
    );
  const { rows: mostRows, statementTimeout } = limits;
  if (mostRows !== undefined) lines.push(`By limits.roles: at most ${mostRows} rows in one answer`);
  if (statementTimeout !== undefined) lines.push(`By limits.roles: at most ${statementTimeout} ms for a statement`);
  for (const { target, verb, role, fields, withheld = [], rows, sets, check, maxRows, maxDepth } of grants) {
    lines.push("", `${verb} ${target}: by the role ${role}`);
    if (rows !== undefined) lines.push(`  rows      ${rows}${maxRows === undefined ? "" : `, at most ${maxRows}`}`);
    if (fields !== undefined) lines.push(`  fields    ${fields.length === 0 ? "none" : fields.join(", ")}`);
    if (withheld.length > 0) lines.push(`  withheld  ${withheld.join(", ")}`);
    for (const [field, value] of Object.entries(sets ?? {})) lines.push(`  sets      ${field} = ${value}`);
    if (check !== undefined) lines.push(`  check     ${check}`);
    if (maxDepth !== undefined) lines.push(`  depth     related records at most ${maxDepth} deep`);
  }
  if (denied.length > 0) lines.push("", `No role grants: ${denied.join(", ")}`);
  if (answer !== undefined) lines.push("", ...answerText(answer));
  return `${lines.join("\n")}\n`;
}

function answerText(answer: NonNullable<Explanation["answer"]>): readonly string[] {
  if (!answer.allowed) return [`Refused: ${answer.message} (${answer.code})`];
  return answer.statements.map(
    ({ kind, target, rows }) => `Carried out: ${kind} ${target}${rows === undefined ? "" : `, ${rows}`}`,
  );
}
