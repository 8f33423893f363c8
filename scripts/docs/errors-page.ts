// The page of all error codes. Ours and the dialect's come from their table; SQLSTATEs are found in the code, where
// every refusal is written with its code, category and message.

import { dialectCodes } from "../../packages/isthmus/src/core/dialect-codes.ts";
import { ownCodes } from "../../packages/isthmus/src/core/own-codes.ts";
import type { ProblemCode } from "../../packages/isthmus/src/core/problem-code.ts";
import type { ProblemCategory } from "../../packages/isthmus/src/core/problem.ts";
import { statusOfCategory } from "../../packages/isthmus/src/interfaces/rest/errors.ts";

interface Entry {
  readonly code: string;
  readonly category: string;
  readonly message: string;
}

/** A code, and behind it on the same statement a category and a message; either as members or as arguments. */
const asMembers =
  /code: "(PGRST\d{3}|ISTHMUS\d{3}[A-Z]?|[0-9A-Z]{5})",\s*category: "(\w+)"(?:,\s*\w+: \d+)*,\s*message:\s*(`[^`]*`|"(?:[^"\\]|\\.)*")?/g;
const asArguments =
  /\b(invalid|missing|conflict|forbidden|unauthenticated)\(\s*"(PGRST\d{3}|ISTHMUS\d{3}[A-Z]?|[0-9A-Z]{5})",\s*(`[^`]*`|"(?:[^"\\]|\\.)*")/g;

/** @throws Error that names a code which is used and has no place in the table. */
export function errorsPage(sources: readonly string[]): string {
  const entries = sources.flatMap(entriesOf);
  const untabled = entries.find(({ code }) => !isSqlState(code) && !(code in ownCodes) && !(code in dialectCodes));
  if (untabled !== undefined)
    throw new Error(`${untabled.code} is not in packages/isthmus/src/core/own-codes.ts or dialect-codes.ts`);
  const found = entries.filter(({ code }) => isSqlState(code));
  const unique = new Map(found.map((entry) => [`${entry.code} ${entry.category} ${entry.message}`, entry]));
  const rows = [...unique.values()].toSorted((a, b) => compare(a.code, b.code) || compare(a.message, b.message));
  return `# Errors

Written by \`npm run docs\` from the code; do not edit.

Every error answer has \`code\`, \`message\`, \`details\` and \`hint\`, always all four, and names the code in the header
\`Proxy-Status\` too. Programs should look at the code: it is stable and is never used for anything else.

| category | HTTP status |
|---|---|
${Object.entries(statusOfCategory)
  .map(
    ([category, status]) =>
      `| ${category} | ${status}${category === "forbidden" ? "; 401 to a caller who has not said who he is" : ""} |`,
  )
  .join("\n")}

A code with another status than its category's has it in the tables.

## Isthmus

${tabled(ownCodes)}

## The dialect

These mean what they mean in PostgREST.

${tabled(dialectCodes)}

## Databases

SQLSTATEs mean what they mean in PostgreSQL, on every source. PostgreSQL's own errors come with their own and are not all
listed.

| code | category | message |
|---|---|---|
${rows.map(({ code, category, message }) => `| \`${code}\` | ${category} | ${message} |`).join("\n")}
`;
}

function tabled(codes: Readonly<Record<string, ProblemCode>>): string {
  const lines = Object.entries(codes).map(
    ([code, { category, status, meaning, remedy }]) =>
      `| \`${code}\` | ${status ?? statusOfCategory[category as ProblemCategory]} | ${category} | ${meaning} | ${remedy} |`,
  );
  return ["| code | status | category | what it means | what to do |", "|---|---|---|---|---|", ...lines].join("\n");
}

function entriesOf(text: string): readonly Entry[] {
  return [
    ...[...text.matchAll(asMembers)].map(([, code = "", category = "", message = ""]) => ({
      code,
      category,
      message: plain(message),
    })),
    ...[...text.matchAll(asArguments)].map(([, category = "", code = "", message = ""]) => ({
      code,
      category,
      message: plain(message),
    })),
  ];
}

function isSqlState(code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code);
}

/** The literal's text; what is filled in at run time becomes an ellipsis. */
function plain(literal: string): string {
  const text = literal
    .slice(1, -1)
    .replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "…")
    .replace(/\$\{.*$/s, "…");
  return text.replaceAll(/\\(.)/g, "$1").replaceAll("|", "\\|").replaceAll("<", "&lt;") || "…";
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
