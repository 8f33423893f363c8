// The body of a simulated request, as its routes see it.

/** JSON, or a form as an object in which `a[b]` is nested; else the text itself. */
export function readBody(text: string, contentType: string | undefined): unknown {
  if (text === "") return undefined;
  if (contentType?.includes("x-www-form-urlencoded") === true) return readForm(text);
  if (contentType?.includes("json") !== true) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

type Node = { [name: string]: string | Node };

/** Names are the caller's: nothing is inherited, so that `__proto__` is a name like any. */
function readForm(text: string): Node {
  const root = Object.create(null) as Node;
  for (const [name, value] of new URLSearchParams(text)) {
    const [head = "", ...inner] = name.split("[").map((part) => part.replace(/\]$/, ""));
    let at = root;
    let key = head;
    for (const part of inner.slice(0, 10)) {
      const below = at[key];
      at = typeof below === "object" ? below : (at[key] = Object.create(null) as Node);
      // `items[]`: the next place.
      key = part === "" ? String(Object.keys(at).length) : part;
    }
    at[key] = value;
  }
  return root;
}

export function readQuery(path: string): Readonly<Record<string, string>> {
  const at = path.indexOf("?");
  return at < 0 ? {} : Object.fromEntries(new URLSearchParams(path.slice(at + 1)));
}
