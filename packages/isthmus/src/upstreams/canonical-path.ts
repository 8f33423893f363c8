// A path as the services behind may come to read it: decoded, with single slashes. Routes are chosen by this form, so that
// no other spelling of a path gets past a route that is for few; what has several readings is refused.

/** Undefined: two programs may read it differently. Any text that begins with a slash. */
export function canonicalPath(raw: string): string | undefined {
  if (plain.test(raw)) return raw;
  if (forbidden.test(raw)) return undefined;
  const decoded = raw.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  if (/[\\\u0000-\u001f\u007f]/.test(decoded)) return undefined;
  const segments = decoded.split("/").map(withoutParameters);
  if (segments.some((segment) => segment === "." || segment === "..")) return undefined;
  const [, ...rest] = segments;
  const last = rest.at(-1) === "" ? "/" : "";
  return `/${rest.filter((segment) => segment !== "").join("/")}${rest.every((one) => one === "") ? "" : last}`;
}

/** What most paths are: nothing encoded, no dots at the beginning of a segment, no parameters, no doubled slashes. */
const plain = /^(?:\/[A-Za-z0-9_~@:!$&'()*+,=-][A-Za-z0-9._~@:!$&'()*+,=-]*)*\/?$/;
/** `%c0` and `%c1` begin no character, but a longer spelling of one, such as of a dot. */
const forbidden = /[#\\\s]|%(?![0-9a-f]{2})|%c[01]/i;

/** Java's servers read `admin;x=1` as `admin`. */
function withoutParameters(segment: string): string {
  const mark = segment.indexOf(";");
  return mark < 0 ? segment : segment.slice(0, mark);
}
