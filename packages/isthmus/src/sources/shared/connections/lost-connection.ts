// That a connection went away, while it is still open whether the work can be done over another one.

/** Never leaves its source: the caller is given a Problem. */
export class LostConnection extends Error {
  /** Something may have been under way on it. */
  readonly sent: boolean;

  constructor(sent: boolean, cause: unknown) {
    super("the connection to the database was lost", { cause });
    this.name = "LostConnection";
    this.sent = sent;
  }
}
