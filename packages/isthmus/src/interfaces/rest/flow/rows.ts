// Records → rows: a line of NDJSON is an object as it stands, a line of CSV becomes one.

import { Problem, type ReadRow, type RowReader } from "../../../core/index.ts";
import { rowOfJson } from "../parse/body.ts";
import type { ParserLimits } from "../parse/limits.ts";
import { badBody, nulCharacter } from "../parse/problems.ts";
import { createCutter } from "./cut.ts";

type Read = (text: string, line: number) => ReadRow | undefined;

/** @param ragged Rows may have different keys, since `columns` says which count. */
export function createRowReader(
  form: "csv" | "ndjson",
  longest: number,
  limits: ParserLimits,
  ragged: boolean,
): RowReader {
  const cutter = createCutter(form === "csv", longest);
  const read = form === "csv" ? csvReader() : jsonReader(limits, ragged);
  const collect = (cut: (record: (text: string, line: number) => void) => void): readonly ReadRow[] => {
    const rows: ReadRow[] = [];
    cut((text, line) => {
      const row = tried(read, text, line);
      if (row !== undefined) rows.push(row);
    });
    return rows;
  };
  return {
    read: (text) => collect((record) => cutter.cut(text, record)),
    end: () => collect((record) => cutter.end(record)),
    get line() {
      return cutter.line;
    },
  };
}

function tried(read: Read, text: string, line: number): ReadRow | undefined {
  try {
    return read(text, line);
  } catch (thrown) {
    if (thrown instanceof Problem) return { line, problem: thrown };
    throw thrown;
  }
}

const anyKeys: readonly string[] = [];

function jsonReader(limits: ParserLimits, ragged: boolean): Read {
  let last: readonly string[] = anyKeys;
  return (text, line) => {
    const { keys } = rowOfJson(text, limits);
    // One list for all rows that are alike: telling that they are is then a comparison of references.
    if (!ragged && (keys.length !== last.length || keys.some((key, at) => key !== last[at]))) last = keys;
    return { line, text, keys: ragged ? anyKeys : last };
  };
}

/** The first line names the fields. */
function csvReader(): Read {
  let names: readonly string[] | undefined;
  let keys: readonly string[] = [];
  return (text, line) => {
    const values = csvValues(text);
    if (names === undefined) {
      names = values.map((value) => value ?? "");
      keys = [...names].sort();
      const twin = keys.find((key, at) => key === keys[at + 1]);
      if (twin !== undefined) throw badBody(`The first line names '${twin}' twice`);
      return undefined;
    }
    if (values.length !== names.length) throw badBody("All lines must have same number of fields");
    return { line, text: objectText(names, values), keys };
  };
}

function objectText(names: readonly string[], values: readonly (string | null)[]): string {
  let text = "{";
  for (const [at, name] of names.entries())
    text += `${at === 0 ? "" : ","}${JSON.stringify(name)}:${JSON.stringify(values[at] ?? null)}`;
  return `${text}}`;
}

/** `NULL` and nothing at all stand for null, `""` for the empty text: what an export writes can be taken in again. */
function csvValues(text: string): readonly (string | null)[] {
  if (text.includes("\0")) throw nulCharacter();
  if (!text.includes('"')) return text.split(",").map((value) => (value === "" || value === "NULL" ? null : value));
  const values: (string | null)[] = [];
  for (let at = 0; at <= text.length; at++) {
    if (text[at] === '"') {
      const end = endOfQuoted(text, at);
      values.push(text.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
      if (at < text.length && text[at] !== ",") throw badBody("Invalid CSV: text behind a quoted value");
    } else {
      const comma = text.indexOf(",", at);
      const value = text.slice(at, comma < 0 ? text.length : comma);
      values.push(value === "" || value === "NULL" ? null : value);
      at += value.length;
    }
  }
  return values;
}

function endOfQuoted(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 2))
    if (text[at + 1] !== '"') return at;
  throw badBody("Invalid CSV: a quoted value does not end");
}
