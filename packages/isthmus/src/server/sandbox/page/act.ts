// A page on which a person acts for a simulator, such as a bank's question at 3-D Secure. Made of data; it needs no script.

import type { LocalPage } from "../../../sources/shared/sandbox/simulator.ts";
import { escaped } from "./escaped.ts";

/** @param leadsTo Where the form's answer redirects to: browsers hold that to the policy as well. */
export function actPolicy(leadsTo: string | undefined): string {
  const origin = leadsTo !== undefined && URL.canParse(leadsTo) ? ` ${new URL(leadsTo).origin}` : "";
  return `default-src 'none'; style-src 'self'; img-src data:; form-action 'self'${origin}; base-uri 'none'; frame-ancestors 'none'`;
}

export function actPage({ title, paragraphs, choices, leadsTo }: LocalPage): string {
  const buttons = choices.map(
    ({ name, label }, at) =>
      `<button type="submit" name="choice" value="${escaped(name)}"${at === 0 ? "" : ' class="second"'}>${escaped(label)}</button>`,
  );
  const back =
    leadsTo !== undefined && /^https?:/.test(leadsTo) && choices.length === 0
      ? `<p><a href="${escaped(leadsTo)}">Go on</a></p>`
      : "";
  return document(title, [
    ...paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`),
    choices.length === 0 ? back : `<form method="post" class="choices">${buttons.join("")}</form>`,
  ]);
}

export const resultPage = document("Done", ["<p>You can close this page.</p>"]);

function document(title: string, parts: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)} · Sandbox</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/sandbox/sandbox.css">
</head>
<body class="act">
<main class="card">
<p class="flag">Sandbox: no money moves here</p>
<h1>${escaped(title)}</h1>
${parts.join("\n")}
</main>
</body>
</html>
`;
}
