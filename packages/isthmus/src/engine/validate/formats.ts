// What texts of a kind look like. Each test is linear in the text; what a real system would have to be asked for (whether
// a mailbox exists) is not asked.

import type { ValueFormat } from "../../core/index.ts";

/** Longer texts are none of them. */
const longest = 2_048;

export function fitsFormat(format: ValueFormat, text: string): boolean {
  return text.length <= longest && tests[format](text);
}

const tests: Readonly<Record<ValueFormat, (text: string) => boolean>> = {
  email(text) {
    const at = text.lastIndexOf("@");
    const [local, host] = [text.slice(0, at), text.slice(at + 1)];
    if (at < 1 || at > 64 || text.length > 254) return false;
    return (
      /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]+$/u.test(local) &&
      !/^\.|\.\.|\.$/.test(local) &&
      host.includes(".") &&
      isHost(host)
    );
  },
  url: (text) => /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text),
  uuid: (text) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text),
  date: isDate,
  time: (text) => /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?$/.test(text),
  timestamp(text) {
    const [, date = "", time, zone] = /^(\d{4}-\d{2}-\d{2})[T ]([\d:.]{5,18})(Z|[+-]\d{2}:?\d{2})?$/.exec(text) ?? [];
    return time !== undefined && isDate(date) && tests.time(time) && (zone === undefined || zone.length < 7);
  },
  phone: (text) => /^\+[1-9]\d{6,14}$/.test(text.replaceAll(/[\s().-]/g, "")),
  slug: (text) => text.length > 0 && text.split("-").every((part) => /^[a-z0-9]+$/.test(part)),
  hostname: isHost,
  ip: (text) => isIpv4(text) || (text.includes(":") && /^[0-9a-f:.]+$/i.test(text) && URL.canParse(`http://[${text}]`)),
  country: (text) => /^[A-Z]{2}$/.test(text),
  currency: (text) => /^[A-Z]{3}$/.test(text),
  language: (text) => /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}$/.test(text),
  iban: isIban,
  color: (text) => /^#(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(text),
};

function isDate(text: string): boolean {
  const [, year = "", month = "", day = ""] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return year !== "" && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

function isHost(text: string): boolean {
  if (text.length === 0 || text.length > 253) return false;
  return text
    .split(".")
    .every((label) => label.length <= 63 && /^[\p{L}\p{N}-]+$/u.test(label) && !/^-|-$/.test(label));
}

function isIpv4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
}

/** ISO 13616: the remainder of all digits by 97 is 1, with the first four characters at the end, and letters as numbers. */
function isIban(given: string): boolean {
  const text = given.replaceAll(" ", "");
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text)) return false;
  let rest = 0;
  for (const character of text.slice(4) + text.slice(0, 4))
    rest = Number(`${rest}${Number.parseInt(character, 36)}`) % 97;
  return rest === 1;
}
