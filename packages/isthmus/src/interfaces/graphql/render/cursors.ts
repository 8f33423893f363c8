// The cursors of the first and the last row of an answer, found in its text without making values of it.

/** JSON text of the member `as` of the first row, or `null` where there is none. */
export function firstCursor(body: string, as: string): string {
  return cursorIn(body, as, false);
}

export function lastCursor(body: string, as: string): string {
  return cursorIn(body, as, true);
}

/** How deep the members of a row stand: in an object, in the list. */
const ofRow = 2;

/** Only a row's own members count: what its texts and JSON values hold may look like a cursor. */
function cursorIn(body: string, as: string, last: boolean): string {
  let found = "null";
  let depth = 0;
  for (let at = 0; at < body.length; at++) {
    const char = body.charCodeAt(at);
    if (char === brace || char === bracket) depth++;
    else if (char === brace + 2 || char === bracket + 2) depth--;
    else if (char === quote) {
      const end = endOfText(body, at);
      const value = depth === ofRow && body.slice(at + 1, end) === as ? textBehind(body, end + 1) : -1;
      at = end;
      if (value < 0) continue;
      at = endOfText(body, value);
      found = body.slice(value, at + 1);
      if (!last) return found;
    }
  }
  return found;
}

const quote = 0x22;
const backslash = 0x5c;
const brace = 0x7b;
const bracket = 0x5b;

/** Where the text ends that begins at `start`. */
function endOfText(body: string, start: number): number {
  let end = start;
  let escapes: number;
  do {
    end = body.indexOf('"', end + 1);
    if (end < 0) return body.length;
    escapes = 0;
    while (body.charCodeAt(end - 1 - escapes) === backslash) escapes++;
  } while (escapes % 2 === 1);
  return end;
}

/** Where the text begins that is the value of the key which ended just before `at`; -1 where that was no key. */
function textBehind(body: string, at: number): number {
  const colon = /\s*:\s*(?=")/y;
  colon.lastIndex = at;
  return colon.test(body) ? colon.lastIndex : -1;
}
