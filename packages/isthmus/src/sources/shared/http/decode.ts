// Decompresses an answer, and stops where it becomes larger than it may.

import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { CallFailure } from "./call-failure.ts";

type Decompress = (data: Uint8Array, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

const codings: Readonly<Record<string, Decompress>> = {
  gzip: promisify(gunzip) as Decompress,
  "x-gzip": promisify(gunzip) as Decompress,
  deflate: promisify(inflate) as Decompress,
  br: promisify(brotliDecompress) as Decompress,
};

/** Nobody needs more, and each can be a bomb inside the one before. */
const mostCodings = 2;

/** @throws CallFailure `malformed`. */
export async function decode(body: Uint8Array, contentEncoding: string | undefined, most: number): Promise<Uint8Array> {
  if (contentEncoding === undefined || body.length === 0) return body;
  const names = contentEncoding
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "" && name !== "identity");
  if (names.length > mostCodings) throw wrong(`it is compressed ${names.length} times`);
  let decoded = body;
  // The coding that was applied last stands last.
  for (const name of names.toReversed()) {
    const decompress = Object.hasOwn(codings, name) ? codings[name] : undefined;
    if (decompress === undefined) throw wrong(`its Content-Encoding is not known`);
    try {
      decoded = await decompress(decoded, { maxOutputLength: most });
    } catch (cause) {
      const large = (cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
      throw wrong(
        large ? `its answer is larger than ${most} bytes when decompressed` : `its ${name} is damaged`,
        cause,
      );
    }
  }
  return decoded;
}

function wrong(message: string, cause?: unknown): CallFailure {
  return new CallFailure({ kind: "malformed", message, cause, lasting: true });
}
