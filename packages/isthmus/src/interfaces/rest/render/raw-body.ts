// Answers that are no JSON: a function's text, XML or bytes, taken out of the JSON text a source gives.

import { endOfValue, scanArray, skipSpace, stringAt } from "./json-scan.ts";

/** The value's own text; of a list of values, all of them one after the other. A JSON null is the empty text. */
export function rawText(body: string): string {
  const start = skipSpace(body, 0);
  if (body[start] !== "[") return textOf(body, start, endOfValue(body, start));
  const parts: string[] = [];
  scanArray(body, start, (from, to) => parts.push(textOf(body, from, to)));
  return parts.join("");
}

/** As `rawText`, with PostgreSQL's hexadecimal spelling (`\x…`) turned into the bytes it stands for. */
export function rawBytes(body: string): Buffer {
  const start = skipSpace(body, 0);
  if (body[start] !== "[") return bytesOf(textOf(body, start, endOfValue(body, start)));
  const parts: Buffer[] = [];
  scanArray(body, start, (from, to) => parts.push(bytesOf(textOf(body, from, to))));
  return Buffer.concat(parts);
}

function textOf(body: string, start: number, end: number): string {
  if (body[start] === '"') return stringAt(body, start, end);
  const text = body.slice(start, end);
  return text === "null" ? "" : text;
}

function bytesOf(text: string): Buffer {
  return text.startsWith("\\x") ? Buffer.from(text.slice(2), "hex") : Buffer.from(text, "utf8");
}
