// In charge of telling whether a row belongs into a list, and where: by the filters and the order of the list's question.
// What it cannot tell it says so, and the list is left to the server.

type Row = Readonly<Record<string, unknown>>;

const notFilters = new Set(["select", "order", "limit", "offset", "after", "columns", "on_conflict"]);

/** Undefined: it cannot be told here. */
export function belongs(row: Row, path: string): boolean | undefined {
  let certain = true;
  for (const [name, test] of new URLSearchParams(path.slice(path.indexOf("?") + 1))) {
    if (notFilters.has(name) || /\.(?:select|order|limit|offset)$/.test(name)) continue;
    const holds = Object.hasOwn(row, name) ? passes(row[name], test) : undefined;
    if (holds === false) return false;
    certain &&= holds === true;
  }
  return certain ? true : undefined;
}

function passes(value: unknown, test: string): boolean | undefined {
  const dot = test.indexOf(".");
  const [operator, operand] = [test.slice(0, dot), test.slice(dot + 1)];
  if (value === null) return operator === "is" && operand === "null";
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return undefined;
  if (operator === "is") return String(value) === operand;
  if (operator === "eq") return String(value) === operand;
  if (operator === "neq") return String(value) !== operand;
  if (operator === "in") return inList(String(value), operand);
  // Texts are ordered by the database's collation.
  if (typeof value !== "number" || operand === "" || Number.isNaN(Number(operand))) return undefined;
  switch (operator) {
    case "gt":
      return value > Number(operand);
    case "gte":
      return value >= Number(operand);
    case "lt":
      return value < Number(operand);
    case "lte":
      return value <= Number(operand);
    default:
      return undefined;
  }
}

function inList(value: string, operand: string): boolean {
  const items = operand.slice(1, -1).match(/"(?:[^"\\]|\\.)*"|[^,]+/g) ?? [];
  return items.some((item) => (item.startsWith('"') ? item.slice(1, -1).replaceAll(/\\(.)/g, "$1") : item) === value);
}

/** Where in the list a new row stands; its end where the order is not one of plain fields. */
export function placeOf(row: Row, rows: readonly Row[], path: string): number {
  const order = new URLSearchParams(path.slice(path.indexOf("?") + 1)).get("order");
  if (order === null) return rows.length;
  const terms = order.split(",").map((term) => term.split("."));
  const before = (other: Row): boolean | undefined => {
    for (const [name = "", direction] of terms) {
      const [mine, its] = [row[name], other[name]];
      if (mine === its) continue;
      if (typeof mine !== typeof its || (typeof mine !== "number" && typeof mine !== "string")) return undefined;
      return direction === "desc" ? mine > (its as typeof mine) : mine < (its as typeof mine);
    }
    return false;
  };
  const at = rows.findIndex((other) => before(other) === true);
  return at < 0 ? rows.length : at;
}
