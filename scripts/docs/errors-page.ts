// The page of all error codes: found in the code, where every refusal is written with its code, category and message.

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

export function errorsPage(sources: readonly string[]): string {
  const entries = sources.flatMap((text): readonly Entry[] => [
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
  ]);
  const unique = new Map(entries.map((entry) => [`${entry.code} ${entry.category} ${entry.message}`, entry]));
  const rows = [...unique.values()].toSorted(
    (a, b) => compare(rank(a.code) + a.code, rank(b.code) + b.code) || compare(a.message, b.message),
  );
  return `# Errors

Written by \`npm run docs\` from the code; do not edit.

Every error answer has \`code\`, \`message\`, \`details\` and \`hint\`. \`PGRST…\` codes mean what they mean in PostgREST, those of
five characters what they mean as PostgreSQL's SQLSTATE (also on SQLite), \`ISTHMUS…\` are ours. PostgreSQL's own errors come
with their own SQLSTATE and are not listed. An interface makes its status from the category.

| category | HTTP status | | category | HTTP status |
|---|---|---|---|---|
| invalid | 400 | | limited | 429 |
| unauthenticated | 401 | | unsupported | 400 |
| forbidden | 403; 401 without a login | | unavailable | 503 |
| missing | 404 | | timeout | 504 |
| conflict | 409 | | internal | 500 |

A few codes have a finer status: 405, 406, 408, 413, 415, 416, 421, 422.

| code | category | message |
|---|---|---|
${rows.map(({ code, category, message }) => `| \`${code}\` | ${category} | ${message} |`).join("\n")}
`;
}

/** The literal's text; what is filled in at run time becomes an ellipsis. */
function plain(literal: string): string {
  const text = literal
    .slice(1, -1)
    .replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "…")
    .replace(/\$\{.*$/s, "…");
  return text.replaceAll(/\\(.)/g, "$1").replaceAll("|", "\\|").replaceAll("<", "&lt;") || "…";
}

function rank(code: string): string {
  return code.startsWith("ISTHMUS") ? "1" : code.startsWith("PGRST") ? "2" : "3";
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
