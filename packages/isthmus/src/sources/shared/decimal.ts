// Decimal numbers with all their digits, as whole numbers of a power of ten.

export interface Decimal {
  readonly digits: bigint;
  /** Digits behind the point; never negative. */
  readonly scale: number;
}

/** Most digits that are written out; larger exponents are not numbers anybody stores as money. */
const longest = 6_200;

/** `undefined` for what is no finite number. */
export function parseDecimal(text: string): Decimal | undefined {
  const parts = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,5}))?$/.exec(text);
  if (parts === null) return undefined;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = parts;
  if (whole === "" && fraction === "") return undefined;
  const shift = fraction.length - Number(exponent);
  if (Math.abs(shift) > longest) return undefined;
  const digits = BigInt(`${sign === "-" ? "-" : ""}${whole}${fraction}`);
  return shift >= 0 ? { digits, scale: shift } : { digits: digits * 10n ** BigInt(-shift), scale: 0 };
}

export function compareDecimals(a: Decimal, b: Decimal): number {
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const [left, right] = aligned(a, b);
  return { digits: left + right, scale: Math.max(a.scale, b.scale) };
}

/** To 16 significant digits or more, as PostgreSQL divides. */
export function divideDecimal(sum: Decimal, count: bigint): Decimal {
  const scale = Math.max(sum.scale, 16);
  return rounded(sum.digits * 10n ** BigInt(scale - sum.scale), count, scale);
}

/** Rounded half away from zero to so many digits behind the point. */
export function toScale(of: Decimal, scale: number): Decimal {
  if (of.scale <= scale) return { digits: of.digits * 10n ** BigInt(scale - of.scale), scale };
  return rounded(of.digits, 10n ** BigInt(of.scale - scale), scale);
}

export function decimalText({ digits, scale }: Decimal): string {
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, "0");
  const sign = digits < 0n ? "-" : "";
  return scale === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

function rounded(digits: bigint, by: bigint, scale: number): Decimal {
  const size = digits < 0n ? -digits : digits;
  const whole = (size * 2n + by) / (by * 2n);
  return { digits: digits < 0n ? -whole : whole, scale };
}

function aligned(a: Decimal, b: Decimal): readonly [bigint, bigint] {
  if (a.scale === b.scale) return [a.digits, b.digits];
  const scale = Math.max(a.scale, b.scale);
  return [a.digits * 10n ** BigInt(scale - a.scale), b.digits * 10n ** BigInt(scale - b.scale)];
}
