// A body's bytes → chunks of rows. Nothing is read ahead of what is asked for.

import { Problem, type ReadRow, type RowReader } from "../../core/index.ts";

/** Rows of a chunk, and characters after which it is closed. One is being written while the next is read. */
const chunkRows = 1_000;
const chunkLength = 524_288;

/**
 * What is wrong with the bytes or their lines ends it, after the rows ahead of that place. A body that breaks off ends it
 * at once: nobody knows of its last rows whether they are whole.
 *
 * @param most Bytes of the body.
 */
export async function* chunksOf(
  body: AsyncIterable<Uint8Array>,
  reader: RowReader,
  most: number,
): AsyncGenerator<readonly ReadRow[], void> {
  let chunk: ReadRow[] = [];
  let length = 0;
  let fault: unknown;
  const add = (rows: readonly ReadRow[]): void => {
    for (const row of rows) {
      chunk.push(row);
      length += "text" in row ? row.text.length : 0;
    }
  };
  const read = (text: () => string, end: boolean): void => {
    try {
      add(reader.read(text()));
      if (end) add(reader.end());
    } catch (thrown) {
      fault = thrown;
    }
  };
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let size = 0;
  for await (const bytes of body) {
    size += bytes.length;
    if (size > most) fault = tooLarge(most);
    for (const part of fault === undefined ? partsOf(bytes) : []) {
      read(() => decoded(reader, () => decoder.decode(part, { stream: true })), false);
      if (fault !== undefined) break;
      for (; chunk.length >= chunkRows; length = 0) {
        yield chunk.slice(0, chunkRows);
        chunk = chunk.slice(chunkRows);
      }
      if (length < chunkLength || chunk.length === 0) continue;
      yield chunk;
      chunk = [];
      length = 0;
    }
    if (fault !== undefined) break;
  }
  if (fault === undefined) read(() => decoded(reader, () => decoder.decode()), true);
  // Short lines make many rows of one piece of text.
  for (let at = 0; at < chunk.length; at += chunkRows) yield chunk.slice(at, at + chunkRows);
  if (fault !== undefined) throw fault;
}

/** A socket gives 64 KiB at most; a file as much as it was asked for. */
function* partsOf(bytes: Uint8Array): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

function decoded({ line }: RowReader, decode: () => string): string {
  try {
    return decode();
  } catch {
    throw new Problem({
      code: "ISTHMUS400",
      category: "invalid",
      message: `The body is not valid UTF-8, in or soon behind line ${line}`,
    });
  }
}

function tooLarge(most: number): Problem {
  return new Problem({
    code: "ISTHMUS413",
    category: "limited",
    status: 413,
    message: `The body is larger than the ${most} bytes an import may have`,
    hint: "Send it in several parts, or raise limits.importBody in the configuration",
  });
}
