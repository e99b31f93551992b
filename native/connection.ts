/**
 * The bottom of every driver: 8-byte feature reports in and out of one plugged-in token, without the report id.
 * Throws `device/*` failures only. The same for a real port, the emulator and a tape.
 */
export interface Connection {
  read(): Promise<Uint8Array>;
  write(report: Uint8Array): Promise<void>;
  close(): Promise<void>;
}
