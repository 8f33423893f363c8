// CSV as a request's body (RFC 4180): the first line names the fields, `NULL` stands for null, all other values are text.

/** Lines of fields; throws a SyntaxError for quotes that do not pair. */
export function parseCsv(text: string): readonly (readonly string[])[] {
  const lines: string[][] = [];
  let line: string[] = [];
  let at = 0;
  while (at < text.length) {
    const [value, next] = text[at] === '"' ? quotedValue(text, at) : plainValue(text, at);
    line.push(value);
    at = next;
    if (text[at] === ",") {
      at++;
      if (at === text.length) line.push("");
      continue;
    }
    if (text[at] === "\r") at++;
    if (text[at] === "\n") at++;
    lines.push(line);
    line = [];
  }
  if (line.length > 0) lines.push(line);
  return lines;
}

function plainValue(text: string, from: number): readonly [string, number] {
  let at = from;
  while (at < text.length && text[at] !== "," && text[at] !== "\n" && text[at] !== "\r") at++;
  return [text.slice(from, at), at];
}

function quotedValue(text: string, from: number): readonly [string, number] {
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) throw new SyntaxError("a quoted value does not end");
    if (text[quote + 1] !== '"') {
      const behind = text[quote + 1];
      if (behind !== undefined && behind !== "," && behind !== "\n" && behind !== "\r")
        throw new SyntaxError("text behind a quoted value");
      return [text.slice(from + 1, quote).replaceAll('""', '"'), quote + 1];
    }
    at = quote + 2;
  }
}
