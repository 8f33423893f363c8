// Makes names and texts from the catalog, the database or the caller fit to stand in a response header: printable
// ASCII only, so that no line break ends the header early. Reads a text once; text that is fit is returned as it is.

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Whether the text may be the name of a header (RFC 9110, token). */
export function isHeaderName(text: string): boolean {
  return token.test(text);
}

/** The text with everything but printable ASCII percent-encoded as UTF-8. */
export function headerText(text: string): string {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code > 0x7e) return encodeUnprintable(text);
  }
  return text;
}

/** As a quoted string (RFC 9110). */
export function quotedText(text: string): string {
  return `"${headerText(text).replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** For a value or name within a path or query: everything but unreserved characters is percent-encoded (RFC 3986). */
export function urlText(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, encodeCharacter);
}

/** A path with its query, as the caller wrote it, fit for a header and for standing between `<` and `>`. */
export function urlReference(text: string): string {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code <= 0x20 || code > 0x7e || code === 0x22 || code === 0x3c || code === 0x3e || code === 0x5c) {
      return encodeUnprintable(text).replace(/[ "<>\\]/g, encodeCharacter);
    }
  }
  return text;
}

function encodeUnprintable(text: string): string {
  return text.toWellFormed().replace(/[^\x20-\x7e]+/g, encodeURIComponent);
}

function encodeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
