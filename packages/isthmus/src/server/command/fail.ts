// How the command line ends when it cannot go on: in a sentence, and with an exit code that is not zero.

import { Problem } from "../../core/index.ts";

/** Prints what went wrong; a stack only where the fault is ours. */
export function printFailure(error: unknown): void {
  process.stderr.write(`${sentence(error)}\n`);
}

function sentence(error: unknown): string {
  if (error instanceof Problem && error.category !== "internal") {
    const details = typeof error.details === "string" ? `: ${error.details}` : "";
    return `${error.message}${details}${error.hint === null ? "" : `\n${error.hint}.`}`;
  }
  if (!(error instanceof Error)) return String(error);
  const { code, port, address, path } = error as NodeJS.ErrnoException & {
    readonly port?: number;
    readonly address?: string;
  };
  switch (code) {
    case "EADDRINUSE":
      return `The port ${port} of ${address} is taken by another program: end that one, or choose another port with --port.`;
    case "EADDRNOTAVAIL":
      return `This machine has no address ${address}: choose another with --host.`;
    case "EACCES":
      return port === undefined
        ? `${path ?? "A file"} must not be read or written by this user.`
        : `The port ${port} must not be used by this user: choose one above 1023 with --port.`;
    case "ENOENT":
      return `There is no file ${path ?? error.message}.`;
    default:
      if (error instanceof Problem)
        return error.cause instanceof Error ? (error.cause.stack ?? error.cause.message) : error.message;
      return isOurs(error) ? (error.stack ?? error.message) : error.message;
  }
}

/** A plain Error is thrown on purpose, with a sentence; what the engine of JavaScript throws is a bug. */
function isOurs(error: Error): boolean {
  return error instanceof TypeError || error instanceof ReferenceError || error instanceof SyntaxError;
}
