// Entity tags of answers: equal bodies have equal tags. Strong ones (RFC 9110, 8.8.3): `If-Match` compares strongly, so
// that a weak tag could never be used to guard a write; bodies are sent as they were hashed, byte for byte.

/**
 * The tag of a body, with its quotes: 64 bits over its UTF-16 code units, two lanes of 32 that are mixed at the end.
 * It is no signature: whoever could make two bodies with one tag could only mislead himself.
 */
export function entityTag(body: string): string {
  let a = 0x9e3779b9 ^ body.length;
  let b = 0x85ebca6b;
  for (let index = 0; index < body.length; index++) {
    const code = body.charCodeAt(index);
    a = Math.imul(a ^ code, 0x9e3779b1);
    b = Math.imul(b ^ code, 0x5f356495);
    // Without a rotation the high bits would never reach the low ones.
    a = (a << 13) | (a >>> 19);
    b = (b << 17) | (b >>> 15);
  }
  a = finished(a ^ Math.imul(b, 0xc2b2ae35));
  b = finished(b ^ Math.imul(a, 0x27d4eb2f));
  return `"${hex(a)}${hex(b)}"`;
}

/** The tags of an `If-Match` or `If-None-Match` header; `*` is one of them. */
export function entityTags(header: string): readonly string[] {
  return header.match(/\*|(?:W\/)?"[^"]*"/g) ?? [];
}

function finished(lane: number): number {
  let mixed = lane ^ (lane >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** Both digits of every byte: a number's own text in base 16 costs more than the whole sum. */
const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function hex(lane: number): string {
  return `${digits[lane >>> 24]}${digits[(lane >>> 16) & 255]}${digits[(lane >>> 8) & 255]}${digits[lane & 255]}`;
}
