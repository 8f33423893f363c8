// The typed client of an Isthmus server.

import type { CatalogTypes as AnyCatalog } from "./catalog.ts";

/**
 * Tells the bindings of React, Vue and Angular which catalog there is:
 *
 * @example
 * declare module "@isthmus/client" {
 *   interface Register {
 *     catalog: Catalog;
 *   }
 * }
 */
// oxlint-disable-next-line typescript/no-empty-object-type -- applications add their catalog to it
export interface Register {}

/** The catalog that was registered. */
export type RegisteredCatalog = Register extends { catalog: infer C extends AnyCatalog } ? C : AnyCatalog;

export { createClient, type ClientOptions, type IsthmusClient } from "./create-client.ts";
export { IsthmusError, type ErrorFacts, type OwnCode, type Texts } from "./error.ts";
export { ref, type Answers, type BatchOptions, type Questions } from "./data/batch.ts";
export type { CallOptions } from "./data/call.ts";
export type { Page } from "./data/page.ts";
export type {
  ArgumentsOf,
  CatalogShape,
  CatalogTypes,
  FieldsOf,
  InsertOf,
  OperationId,
  ResourceId,
  ResultOf,
  UpdateOf,
} from "./catalog.ts";
export type { CountKind, DataOf, Failure, Outcome, Question, Resource, Rows, Success } from "./rows.ts";
export type { Selected } from "./select.ts";
export type { Auth, SessionListener } from "./auth/auth.ts";
export type { Session, SessionEvent, User } from "./auth/session.ts";
export type { LiveOptions } from "./live/watch.ts";
export type { RetryOptions } from "./request/send.ts";
export type { Answer, Sending } from "./request/transport.ts";
export {
  offlineQueue,
  type OfflineOptions,
  type OfflineQueue,
  type QueuedWrite,
  type Settled,
} from "./offline/queue.ts";
export { memoryStore, webStore, type KeyValueStore, type WebStorage } from "./storage/key-value.ts";
export { indexedDbStore } from "./storage/indexed-db.ts";
