// Texts as they stand in XML. Whether they may stand there at all is for whoever writes to ask first.

/** Characters that XML does not have, and halves of pairs, which are none. */
export function isXmlText(text: string): boolean {
  return !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u.test(text); // oxlint-disable-line no-control-regex
}

const named: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** A carriage return, and in an attribute all that is white, would be another character when it is read again. */
export function escapeText(text: string): string {
  return /[&<>\r]/.test(text) ? text.replaceAll(/[&<>\r]/g, (one) => named[one] ?? `&#${one.charCodeAt(0)};`) : text;
}

export function escapeAttribute(text: string): string {
  return text.replaceAll(/[&<>"\t\n\r]/g, (one) => named[one] ?? `&#${one.charCodeAt(0)};`);
}
