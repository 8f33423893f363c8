// TLS towards a database, as the configuration's user writes it: the same names for every kind.

/** Texts in PEM, or paths of files that hold them; files are read anew for each connection. */
export interface TlsOptions {
  /** Certificates of the authorities that are believed. Default: those that Node believes. */
  readonly ca?: string | undefined;
  /** The client's own certificate, with `key`. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** The name that the server's certificate must hold. Default: the host of the address. */
  readonly serverName?: string | undefined;
  /**
   * `full`: the certificate is of a believed authority, has not run out, and holds the server's name. `ca`: the same, but
   * for the name. `none`: nothing is looked at; whoever sits on the way can read and change everything. Default: `full`.
   */
  readonly verify?: TlsVerify | undefined;
}

export type TlsVerify = "full" | "ca" | "none";
