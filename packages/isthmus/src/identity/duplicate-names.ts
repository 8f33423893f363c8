// Finds an object that names one member twice. Parsers disagree on which of the two counts, so a signed text that holds
// such an object could mean one thing here and another elsewhere.

const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/gs;

/** `json` must be valid JSON. Linear in its length. */
export function hasDuplicateNames(json: string): boolean {
  const open: (Set<string> | null)[] = [];
  let text: string | undefined;
  for (const [part] of json.matchAll(token)) {
    if (part === "{") open.push(new Set());
    else if (part === "[") open.push(null);
    else if (part === "}" || part === "]") open.pop();
    else if (part === ":") {
      const names = open.at(-1);
      // A name may be spelled with escapes; what counts is the name that is meant.
      const name: unknown = text === undefined ? undefined : JSON.parse(text);
      if (names && typeof name === "string") {
        if (names.has(name)) return true;
        names.add(name);
      }
    }
    text = part.startsWith('"') ? part : undefined;
  }
  return false;
}
