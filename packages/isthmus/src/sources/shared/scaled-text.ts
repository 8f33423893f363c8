// A decimal that is written gets its field's scale and keeps to its precision, where the database does not see to that.

import { type DataType, Problem } from "../../core/index.ts";
import { decimalText, parseDecimal, toScale } from "./decimal.ts";

/**
 * Rounded as PostgreSQL rounds; the very same text where it fits already, or spells no number. Throws 22003 for one that
 * is too large for its field.
 */
export function scaledText(text: string, { precision, scale }: Pick<DataType, "precision" | "scale">): string {
  if (scale === undefined || fits(text, scale, precision)) return text;
  const number = parseDecimal(text.trim());
  if (number === undefined) return text;
  const scaled = decimalText(toScale(number, scale));
  if (precision === undefined || scaled.replace(/^-?0*|\D/g, "").length <= precision) return scaled;
  const most = precision === scale ? "1" : `10^${precision - scale}`;
  throw new Problem({
    code: "22003",
    category: "invalid",
    message: "numeric field overflow",
    details: `A field with precision ${precision}, scale ${scale} must round to an absolute value less than ${most}.`,
  });
}

/** Plain digits, and few enough on both sides of the point: of most values that is all there is to do. */
function fits(text: string, scale: number, precision: number | undefined): boolean {
  const point = text.indexOf(".");
  const whole = point < 0 ? text.length : point;
  if (whole > (precision ?? 1_000) - scale || text.length - whole - 1 > scale) return false;
  return /^-?\d+(?:\.\d+)?$/.test(text);
}
