// The cursors of the first and the last row of an answer whose rows hold nothing but their cursor.

/** JSON text of the cursor, or `null` where there is no row. */
export function firstCursor(body: string, as: string): string {
  return cursorBehind(body, body.indexOf(`"${as}"`), as);
}

export function lastCursor(body: string, as: string): string {
  // Inside of a text the quotes would have backslashes ahead of them.
  return cursorBehind(body, body.lastIndexOf(`"${as}"`), as);
}

function cursorBehind(body: string, at: number, as: string): string {
  if (at < 0) return "null";
  const start = body.indexOf('"', at + as.length + 2);
  let end = start + 1;
  while (end < body.length && body[end] !== '"') end += body[end] === "\\" ? 2 : 1;
  return body.slice(start, end + 1);
}
