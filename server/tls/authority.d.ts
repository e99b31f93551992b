import './reflect.ts';
/** The installation's own certificate authority, and the certificate the server shows. */
export interface Authority {
  /** The authority's certificate, PEM. */
  readonly ca: string;
  /** SHA-256 of its DER form, hex: what an enrolment code pins. */
  readonly fingerprint: string;
  /** Key and certificate for these names; made, or made anew when about to expire or when a name is missing. */
  readonly certificate: (
    names: readonly string[],
    now: Date,
  ) => Promise<{
    readonly key: string;
    readonly cert: string;
  }>;
}
/** Reads the authority of a data directory, or makes it at the first run. */
export declare function authority(dataDirectory: string, now: Date): Promise<Authority>;
