// Cuts text that comes in pieces into records: lines, and where quotes count, lines of CSV that may have breaks in them.

import { Problem } from "../../../core/index.ts";

export interface Cutter {
  /** Calls back with each record that ends here, and the line it begins in; empty ones are passed over. */
  cut(text: string, record: (text: string, line: number) => void): void;
  end(record: (text: string, line: number) => void): void;
  readonly line: number;
}

/**
 * @param longest Characters of a record. What is longer cannot be passed over, since nobody knows where it ends.
 */
export function createCutter(quoted: boolean, longest: number): Cutter {
  let rest = "";
  /** Up to here `rest` has been looked through, and `open` is whether a quote is. */
  let seen = 0;
  let open = false;
  let line = 1;
  let breaks = 0;

  function emit(text: string, record: (text: string, line: number) => void): void {
    const whole = text.endsWith("\r") ? text.slice(0, -1) : text;
    if (whole.length > longest) throw tooLong(line, longest);
    const from = line;
    line += breaks;
    breaks = 0;
    if (whole.trim() !== "") record(whole, from);
  }

  return {
    cut(text, record) {
      rest += text;
      let from = 0;
      for (let at = rest.indexOf("\n", seen); at >= 0; at = rest.indexOf("\n", seen)) {
        if (quoted && oddQuotes(rest, seen, at)) open = !open;
        seen = at + 1;
        breaks++;
        if (open) continue;
        emit(rest.slice(from, at), record);
        from = seen;
      }
      if (quoted && oddQuotes(rest, seen, rest.length)) open = !open;
      if (from > 0) rest = rest.slice(from);
      seen = rest.length;
      if (seen > longest) throw tooLong(line, longest);
    },
    end(record) {
      const last = rest;
      rest = "";
      emit(last, record);
    },
    get line() {
      return line;
    },
  };
}

function oddQuotes(text: string, from: number, to: number): boolean {
  let odd = false;
  for (let at = text.indexOf('"', from); at >= 0 && at < to; at = text.indexOf('"', at + 1)) odd = !odd;
  return odd;
}

function tooLong(line: number, longest: number): Problem {
  return new Problem({
    code: "ISTHMUS413",
    category: "limited",
    status: 413,
    message: `Line ${line} is longer than the ${longest} characters a row may have`,
    hint: "See whether the file is what it is said to be, or raise limits.body in the configuration",
  });
}
