// Cursors of keyset pagination: base64url of a JSON array that holds the order values of a page's last row. The text
// of numbers is kept as it is, so that none loses digits on its way.

import { Problem } from "../../../core/index.ts";

/** Throws ISTHMUS111 for what is no cursor of an order with `length` terms. */
export function cursorValues(cursor: string, length: number): readonly (string | null)[] {
  const values = decoded(cursor);
  if (values === undefined || values.length !== length) {
    throw new Problem({
      code: "ISTHMUS111",
      category: "invalid",
      message: "The cursor does not belong to this request",
      details: "after= takes the cursor of an answer to the same path, select and order, unchanged",
    });
  }
  return values;
}

function decoded(cursor: string): readonly (string | null)[] | undefined {
  try {
    const binary = atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
    const text = new TextDecoder("utf-8", { fatal: true }).decode(
      Uint8Array.from(binary, (char) => char.charCodeAt(0)),
    );
    const values: unknown = JSON.parse(text);
    if (!Array.isArray(values) || values.some((value) => typeof value === "object" && value !== null)) return undefined;
    const texts = text.match(/"(?:[^"\\]|\\.)*"|[^\s,[\]]+/g) ?? [];
    return texts.length === values.length ? texts.map(textOf) : undefined;
  } catch {
    // atob, TextDecoder and JSON.parse throw for nothing but a text that is no cursor.
    return undefined;
  }
}

function textOf(json: string): string | null {
  if (json === "null") return null;
  if (!json.startsWith('"')) return json;
  const text = JSON.parse(json) as string;
  if (text.includes("\0")) throw new RangeError("NUL");
  return text;
}
