// `Retry-After` in both its forms (RFC 9110, section 10.2.3), and the one in milliseconds that some APIs send beside it.

/** Milliseconds to wait; undefined where nothing is said that could be meant. What is past is 0. */
export function retryAfterOf(headers: Readonly<Record<string, string>>, wall: number): number | undefined {
  const precise = headers["retry-after-ms"];
  if (precise !== undefined && /^\d{1,12}(\.\d+)?$/.test(precise)) return Number(precise);
  const text = headers["retry-after"]?.trim();
  if (text === undefined || text === "") return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  // A negative number of seconds is no date either, though Date.parse would read one.
  if (!/^[A-Za-z]{3}/.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - wall);
}
