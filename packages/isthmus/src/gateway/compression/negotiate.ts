// Which encoding a caller is answered in (RFC 9110, 12.5.3): the one he likes best, and of those he likes alike the one that
// the server prefers.

export type Encoding = "zstd" | "br" | "gzip";

export interface Negotiated {
  /** Undefined: as it is. */
  readonly encoding: Encoding | undefined;
  /** He takes it in no other way, so that even a short answer is encoded. */
  readonly forced: boolean;
}

const asItIs: Negotiated = { encoding: undefined, forced: false };

/** @param preferred The server's encodings, the most preferred first. */
export function negotiate(accepted: string, preferred: readonly Encoding[]): Negotiated {
  const weights = read(accepted);
  const weightOf = (name: string): number | undefined => weights.get(name) ?? weights.get("*");
  const identity = weights.get("identity") ?? (weights.get("*") === 0 ? 0 : undefined);
  let best: Encoding | undefined;
  let most = 0;
  for (const encoding of preferred) {
    const weight =
      (encoding === "gzip" ? (weights.get("gzip") ?? weights.get("x-gzip")) : undefined) ?? weightOf(encoding) ?? 0;
    if (weight > most) [best, most] = [encoding, weight];
  }
  if (best === undefined) return asItIs;
  if (identity !== undefined && identity > most) return asItIs;
  return { encoding: best, forced: identity === 0 };
}

function read(accepted: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const item of accepted.slice(0, 1_024).split(",")) {
    const [name = "", ...parameters] = item.split(";").map((part) => part.trim().toLowerCase());
    if (name === "") continue;
    const weight = parameters.find((one) => one.startsWith("q="))?.slice(2);
    // What is no weight is none: the caller does not get what he may not have meant.
    weights.set(
      name,
      weight === undefined ? 1 : /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(weight) ? Number(weight) : 0,
    );
  }
  return weights;
}
