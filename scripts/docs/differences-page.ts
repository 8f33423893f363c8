// The page of what four databases do not answer alike: the list by which random questions leave it out.

import type { Difference } from "../../packages/isthmus/test/differential/differences.ts";

export function differencesPage(differences: readonly Difference[]): string {
  const rows = differences.map(({ what, why }) => `| ${cell(what)} | ${cell(why)} |`);
  return `# Differences between databases

Written by \`npm run docs\` from \`packages/isthmus/test/differential/differences.ts\`; do not edit.

The same question gets the same answer from SQLite, PostgreSQL, MariaDB and MongoDB: random questions, changes and pages are
asked of all four, and their answers compared. This is what they leave out, or allow for, and why. What a source
cannot do at all is refused (\`PGRST127\`) and told by its capabilities.

| what | where it differs |
|---|---|
${rows.join("\n")}
`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
