// The header `Link` (RFC 8288): where the next page is.

/** Characters that are read of it. */
const most = 16_000;

export function nextLink(header: string | undefined): string | undefined {
  let rest = (header ?? "").slice(0, most);
  while (rest !== "") {
    const found = /^[\s,]*<([^<>]*)>/.exec(rest);
    if (found === null) return undefined;
    const [whole, target = ""] = found;
    rest = rest.slice(whole.length);
    const parameters = parametersAt(rest);
    rest = rest.slice(parameters.length);
    const [, quoted, plain] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(parameters) ?? [];
    const relations = (quoted ?? plain ?? "").toLowerCase().split(/\s+/);
    if (relations.includes("next")) return target;
  }
  return undefined;
}

/** What stands behind a target, up to the comma ahead of the next one; commas in quotes are none. */
function parametersAt(text: string): string {
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (quoted && char === "\\") at++;
    else if (char === '"') quoted = !quoted;
    else if (char === "," && !quoted) return text.slice(0, at);
  }
  return text;
}
