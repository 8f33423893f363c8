// Examples that are true to a field's type, the same in every run. A name may help to a more telling one, where the
// type leaves it open.

import type { DataType } from "../../../core/index.ts";

const telling: readonly (readonly [pattern: RegExp, example: string])[] = [
  [/e_?mail/i, "ada@example.com"],
  [/(^|_)(url|uri|link|website|image)$/i, "https://example.com/picture.png"],
  [/phone|mobile/i, "+44 20 7946 0000"],
  [/(^|_)(first|given)_?name$/i, "Ada"],
  [/(^|_)(last|family)_?name$/i, "Lovelace"],
  [/currency/i, "EUR"],
  [/country/i, "NL"],
  [/city/i, "Utrecht"],
  [/(^|_)(zip|post)_?(code)?$/i, "3511 AB"],
  [/street|address/i, "12 Canal Street"],
  [/(^|_)slug$/i, "a-short-name"],
  [/(^|_)(sku|code|number)$/i, "A-1001"],
  [/name$|title|label/i, "An example"],
];

export function exampleOf(type: DataType, name: string): unknown {
  switch (type.name) {
    case "smallint":
    case "integer":
    case "bigint":
      return 1;
    case "decimal":
      return decimalExample(type);
    case "float":
      return 1.5;
    case "boolean":
      return true;
    case "array":
      return type.element === undefined ? [] : [exampleOf(type.element, name)];
    case "composite":
      return Object.fromEntries((type.parts ?? []).map((part) => [part.name, exampleOf(part.type, part.name)]));
    case "json":
      return { key: "value" };
    default:
      return textExample(type, name);
  }
}

function textExample(type: DataType, name: string): string {
  switch (type.name) {
    case "text":
      return fitted(telling.find(([pattern]) => pattern.test(name))?.[1] ?? "Some text", type.maxLength);
    case "uuid":
      return "8f14e45f-ceea-467f-a6b5-1c3d5a4f2b10";
    case "date":
      return "2026-03-14";
    case "time":
      return "09:26:53";
    case "timestamp":
      return "2026-03-14T09:26:53";
    case "timestamptz":
      return "2026-03-14T09:26:53+00:00";
    case "interval":
      return "01:30:00";
    case "bytes":
      return "\\x697374686d7573";
    case "enum":
      return type.values?.[0] ?? "";
    case "range":
      return "[1,10)";
    case "textsearch":
      return "'bridg':1";
    default:
      return "text";
  }
}

/** As many digits as the type has room for. */
function decimalExample(type: DataType): number {
  const scale = type.scale ?? 2;
  const whole = type.precision === undefined || type.precision - scale >= 2 ? 19 : type.precision - scale >= 1 ? 1 : 0;
  return scale >= 2 ? Number(`${whole}.95`) : scale === 1 ? Number(`${whole}.5`) : whole;
}

function fitted(text: string, maxLength: number | undefined): string {
  return maxLength === undefined ? text : text.slice(0, maxLength);
}
