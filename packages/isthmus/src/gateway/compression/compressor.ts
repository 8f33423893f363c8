// Answers made smaller for callers that ask for it. It is done beside the event loop; what is too short to gain from it,
// is encoded already, or goes on without end, stays as it is.

import { promisify } from "node:util";
import { brotliCompress, constants, gzip, zstdCompress } from "node:zlib";
import type { CompressionConfiguration } from "../../core/gateway-configuration.ts";
import { type Encoding, negotiate, type Negotiated } from "./negotiate.ts";

export interface Compressor {
  /** How the caller would be answered; undefined where he asks for nothing. */
  wanted(accepted: string | undefined): Negotiated | undefined;
  /** Whether a body of this type and size is compressed for a caller who wants that. */
  worth(type: string, bytes: number, wanted: Negotiated): boolean;
  compress(body: string | Buffer, encoding: Encoding): Promise<Buffer>;
  /** Whether answers of this type differ by what callers accept, so that caches must know. */
  varies(type: string): boolean;
}

const compressible =
  /^(?:text\/(?!event-stream)|application\/(?:json|xml|javascript|x-ndjson|ndjson|wasm|[\w.+-]+\+(?:json|xml))|image\/svg\+xml)/i;
/** Headers that browsers send are few, and the same again and again. */
const mostRemembered = 64;

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);
const zstded = promisify(zstdCompress);

export function createCompressor({ from = 2_048, by = ["zstd", "br", "gzip"] }: CompressionConfiguration): Compressor {
  const remembered = new Map<string, Negotiated>();
  return {
    wanted(accepted) {
      if (accepted === undefined) return undefined;
      let found = remembered.get(accepted);
      if (found === undefined) {
        found = negotiate(accepted, by);
        if (remembered.size >= mostRemembered) remembered.clear();
        if (accepted.length <= 256) remembered.set(accepted, found);
      }
      return found.encoding === undefined ? undefined : found;
    },
    worth: (type, bytes, { forced }) => bytes > 0 && (forced || (bytes >= from && compressible.test(type))),
    varies: (type) => compressible.test(type),
    compress(body, encoding) {
      switch (encoding) {
        case "gzip":
          return gzipped(body, { level: 6 });
        case "zstd":
          return zstded(body, { params: { [constants.ZSTD_c_compressionLevel]: 3 } });
        case "br":
          return brotlied(body, {
            params: {
              [constants.BROTLI_PARAM_QUALITY]: 4,
              [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(body),
              [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
            },
          });
      }
    },
  };
}
