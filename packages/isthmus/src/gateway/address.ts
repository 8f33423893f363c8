// Addresses as numbers: what is spelled in many ways becomes one, so that no spelling escapes a list or a limit.

/** 128 bits as eight numbers of 16; IPv4 as `::ffff:a.b.c.d` (RFC 4291, 2.5.5.2). */
export type AddressBits = readonly number[];

/** Undefined where the text is no address. Brackets, ports and zones are not part of one. */
export function parseAddress(text: string): AddressBits | undefined {
  if (text.length > 45) return undefined;
  return text.includes(":") ? parseIpv6(text) : fromIpv4(parseIpv4(text));
}

export function isIpv4(bits: AddressBits): boolean {
  return bits[5] === 0xffff && bits.slice(0, 5).every((part) => part === 0);
}

/** The one spelling by which callers are counted: IPv4 whole, of IPv6 the /64, which is what one subscriber has. */
export function countedAddress(bits: AddressBits): string {
  return isIpv4(bits) ? ipv4Text(bits, 4) : `${hexText(bits, 4)}::/64`;
}

/** For logs that are to name nobody: the first 24 bits of IPv4, the first 48 of IPv6. */
export function networkText(bits: AddressBits): string {
  return isIpv4(bits) ? `${ipv4Text(bits, 3)}.0/24` : `${hexText(bits, 3)}::/48`;
}

export function addressText(bits: AddressBits): string {
  return isIpv4(bits) ? ipv4Text(bits, 4) : hexText(bits, 8);
}

function ipv4Text(bits: AddressBits, parts: number): string {
  const [high = 0, low = 0] = bits.slice(6);
  return [high >> 8, high & 255, low >> 8, low & 255].slice(0, parts).join(".");
}

function hexText(bits: AddressBits, parts: number): string {
  return bits
    .slice(0, parts)
    .map((part) => part.toString(16))
    .join(":");
}

function fromIpv4(parts: readonly number[] | undefined): AddressBits | undefined {
  if (parts === undefined) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = parts;
  return [0, 0, 0, 0, 0, 0xffff, (a << 8) | b, (c << 8) | d];
}

/** Four decimal numbers; leading zeros are refused, since some read them as octal. */
function parseIpv4(text: string): readonly number[] | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  const numbers = parts.map((part) => (/^(?:0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256));
  return numbers.every((number) => number < 256) ? numbers : undefined;
}

function parseIpv6(text: string): AddressBits | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head = "", tail] = halves;
  const before = groups(head, tail === undefined);
  const after = tail === undefined ? [] : groups(tail, true);
  if (before === undefined || after === undefined) return undefined;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...before, ...Array.from({ length: missing }, () => 0), ...after];
}

/** `last`: an IPv4 address may stand at its end. */
function groups(text: string, last: boolean): readonly number[] | undefined {
  if (text === "") return [];
  const found: number[] = [];
  const parts = text.split(":");
  for (const [at, part] of parts.entries()) {
    if (last && at === parts.length - 1 && part.includes(".")) {
      const mapped = fromIpv4(parseIpv4(part));
      if (mapped === undefined) return undefined;
      found.push(...mapped.slice(6));
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) found.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return found;
}
