// MongoDB's errors as Problems, with PostgreSQL's codes where it has the same error. The driver's texts may name hosts
// and values; they stay in the hidden cause.

import { Problem, toProblem, type ProblemFields } from "../../core/index.ts";
import { explainedTls } from "../shared/tls/connection.ts";

type Fields = Omit<ProblemFields, "cause">;

/** A unique index refused a document. Which one, the write finds out where the server does not tell. */
export class Duplicate extends Error {
  /** Stored fields of the index, where the server tells. */
  readonly names: readonly string[] | undefined;
  /** How many documents of the same insert stand already. */
  readonly inserted: number;
  /** Which of several changes was refused. */
  readonly at: number | undefined;

  constructor(names: readonly string[] | undefined, inserted: number, at: number | undefined, cause: unknown) {
    super("duplicate key", { cause });
    this.at = at;
    this.names = names;
    this.inserted = inserted;
  }
}

interface ServerError extends Error {
  readonly code: number;
}

/** What the driver has thrown. @param ahead Changes of the same list in earlier messages, and what these have found. */
export function problemOf(thrown: unknown, signal?: AbortSignal, ahead = 0, matched = 0): Problem | Duplicate {
  if (thrown instanceof Problem || thrown instanceof Duplicate) return thrown;
  if (signal?.aborted === true) return signal.reason instanceof Problem ? signal.reason : cancelled(thrown);
  if (!(thrown instanceof Error)) return toProblem(thrown);
  if (isServerError(thrown)) {
    if (thrown.code === 11000) return duplicate(thrown, ahead);
    const { writeErrors } = thrown as { readonly writeErrors?: unknown };
    const { insertedCount, modifiedCount } = thrown as {
      readonly insertedCount?: number;
      readonly modifiedCount?: number;
    };
    const inserted = (insertedCount ?? 0) + (modifiedCount ?? 0) + matched;
    const some =
      writeErrors !== undefined && inserted > 0 ? { details: `${inserted} documents were written before` } : {};
    return new Problem({ ...serverFields(thrown.code), ...some, cause: thrown });
  }
  return new Problem({ ...clientFields(thrown.name), cause: explainedTls(thrown) });
}

function isServerError(thrown: Error): thrown is ServerError {
  return "code" in thrown && typeof thrown.code === "number";
}

function duplicate(error: ServerError, ahead: number): Duplicate {
  const { keyPattern, insertedCount, writeErrors } = error as {
    readonly keyPattern?: object;
    readonly insertedCount?: number;
    readonly writeErrors?: unknown;
  };
  const first = Array.isArray(writeErrors)
    ? (writeErrors[0] as { readonly index?: number; readonly err?: { readonly keyPattern?: object } })
    : undefined;
  const pattern = keyPattern ?? first?.err?.keyPattern;
  return new Duplicate(
    pattern === undefined ? undefined : Object.keys(pattern),
    insertedCount ?? 0,
    first?.index === undefined ? undefined : ahead + first.index,
    error,
  );
}

/** https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml */
function serverFields(code: number): Fields {
  switch (code) {
    case 50: // MaxTimeMSExpired
      return { code: "57014", category: "timeout", message: "canceling statement due to statement timeout" };
    case 11601: // Interrupted
      return { code: "57014", category: "timeout", message: "canceling statement due to user request" };
    case 121: // DocumentValidationFailure
      return { code: "23514", category: "invalid", message: "new row violates the collection's validator" };
    case 13: // Unauthorized
      return { code: "42501", category: "forbidden", message: "permission denied by the database" };
    case 18: // AuthenticationFailed
    case 8000:
      return { code: "28P01", category: "unavailable", message: "the database refused the login", retryAfter: 5 };
    case 112: // WriteConflict
    case 251: // NoSuchTransaction
      return { code: "40001", category: "conflict", message: "could not serialize access due to concurrent update" };
    case 51091: // a regular expression that cannot be read
    case 51108:
      return { code: "2201B", category: "invalid", message: "invalid regular expression" };
    case 10334: // BSONObjectTooLarge
    case 17280:
      return { code: "54000", category: "limited", message: "the document is larger than the database allows" };
    case 91: // ShutdownInProgress
    case 189: // PrimarySteppedDown
    case 10107: // NotWritablePrimary
    case 11600: // InterruptedAtShutdown
    case 11602: // InterruptedDueToReplStateChange
    case 13435: // NotPrimaryNoSecondaryOk
      return { code: "57P03", category: "unavailable", message: "the database is changing its primary", retryAfter: 1 };
    case 263: // OperationNotSupportedInTransaction
    case 238: // NotImplemented
    case 115: // CommandNotSupported
      return {
        code: "PGRST127",
        category: "unsupported",
        status: 400,
        message: "Feature not implemented",
        details: "The database cannot do what is asked",
      };
    default:
      return {
        code: "XX000",
        category: "internal",
        message: "the database refused a statement; the log has the details",
      };
  }
}

function clientFields(name: string): Fields {
  switch (name) {
    case "MongoServerSelectionError":
    case "MongoNetworkError":
    case "MongoTopologyClosedError":
    case "MongoNotConnectedError":
    case "MongoExpiredSessionError":
    case "MongoPoolClearedError":
    case "PoolClearedOnNetworkError":
    case "PoolClearedError":
    case "MongoPoolClosedError":
      return { code: "PGRST000", category: "unavailable", message: "the database cannot be reached", retryAfter: 1 };
    case "MongoWaitQueueTimeoutError":
    case "WaitQueueTimeoutError":
      return { code: "PGRST003", category: "timeout", message: "No connection to the database came free in time" };
    case "MongoNetworkTimeoutError":
    case "MongoOperationTimeoutError":
      return timedOutFields;
    default:
      return {
        code: "XX000",
        category: "internal",
        message: "the database refused a statement; the log has the details",
      };
  }
}

const timedOutFields: Fields = {
  code: "57014",
  category: "timeout",
  message: "canceling statement due to statement timeout",
};

export function timedOut(): Problem {
  return new Problem(timedOutFields);
}

/** The caller left, and the work was ended. */
function cancelled(cause: unknown): Problem {
  return new Problem({ code: "57014", category: "timeout", message: "canceling statement due to user request", cause });
}

export function readOnly(): Problem {
  return new Problem({ code: "25006", category: "forbidden", message: "the database is read-only" });
}

/** A document is not any more what it was when the change was found to be allowed. */
export function changedMeanwhile(changed = 0): Problem {
  return new Problem({
    code: "40001",
    category: "conflict",
    message: "could not serialize access due to concurrent update",
    ...(changed === 0 ? {} : { details: `${changed} documents were changed before` }),
    hint: "Try again.",
  });
}
