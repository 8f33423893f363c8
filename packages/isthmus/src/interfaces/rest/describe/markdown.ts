// Names from the catalog within the document's CommonMark texts.

/** A name as a code span, whatever characters it has. */
export function code(name: string): string {
  if (/^[\w.$ (),-]+$/.test(name)) return `\`${name}\``;
  const text = name.replace(/\s+/g, " ");
  if (!text.includes("`")) return `\`${text}\``;
  const longest = Math.max(...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence} ${text} ${fence}`;
}

/** Paragraphs, without those that are empty. */
export function paragraphs(...texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined && text !== "").join("\n\n");
}

export function sentences(...texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined && text !== "").join(" ");
}

/** What the owner of a database has written about its parts: CommonMark, but no HTML, which a page might carry out. */
export function remark(text: string | undefined): string | undefined {
  // oxlint-disable-next-line no-control-regex -- control characters have no place in a document, whoever wrote them
  return text?.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, "").replaceAll("<", "&lt;");
}
