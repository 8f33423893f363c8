// Bodies of changes with something less in them; numbers keep their digits.

type Row = Readonly<Record<string, string>>;

/** The body without one of its rows, for each; it has no other form than itself where it has one row. */
export function withoutRow(body: string): readonly string[] {
  const rows = rowsIn(body);
  return rows.length < 2
    ? [body]
    : rows.map(
        (row) =>
          `[${rows
            .filter((one) => one !== row)
            .map(textOf)
            .join(",")}]`,
      );
}

/** Of a body of one row: the body without one of its members, for each. */
export function withoutMember(body: string): readonly string[] {
  const [row = {}] = rowsIn(body);
  return Object.keys(row).map((name) => {
    const { [name]: _, ...others } = row;
    return body.startsWith("[") ? `[${textOf(others)}]` : textOf(others);
  });
}

const raw = JSON as unknown as { rawJSON(text: string): unknown };

/** Members with their JSON texts. */
export function rowsIn(body: string): readonly Row[] {
  const parsed = JSON.parse(body, (_, value: unknown, context?: { readonly source?: string }) =>
    typeof value === "number" && context?.source !== undefined ? raw.rawJSON(context.source) : value,
  ) as unknown;
  const rows = (Array.isArray(parsed) ? parsed : [parsed]) as readonly Readonly<Record<string, unknown>>[];
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, JSON.stringify(value)])),
  );
}

function textOf(row: Row): string {
  return `{${Object.entries(row)
    .map(([name, value]) => `${JSON.stringify(name)}:${value}`)
    .join(",")}}`;
}
