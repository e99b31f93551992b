import type { AppState, Channel, EventBody, EventName, Reply, Request } from '../domain/contract/ipc.ts';

/** The operating system's keystore as the shell reaches it; where there is none the vault asks for a passphrase. */
export interface Keystore {
  wrap(key: Uint8Array): Promise<Uint8Array>;
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>;
}

export interface DeskOptions {
  /** Where vault.sqlite lives. Made when it is not there. */
  readonly directory: string;
  readonly keystore: Keystore | undefined;
  /** Whether real USB is watched. */
  readonly hardware: boolean;
  /** `desk`: emulated tokens stand for real ones; unpackaged runs only. */
  readonly emulator: 'practice' | 'desk';
  readonly version: string;
  readonly runtime: AppState['runtime'];
  /** A file with a one-time enrolment code: used once after the vault exists, then deleted. */
  readonly enrolmentFile: string | undefined;
  /** Where better-sqlite3's native part is, when it is not where the package keeps it. */
  readonly sqliteBinding: string | undefined;
  /** An emulated token types: the shell turns the text into real input events of the window. */
  readonly type: (text: string) => void;
  /** Tells the window; states, never commands. */
  readonly emit: <E extends EventName>(event: E, body: EventBody<E>) => void;
}

/** The desk core: everything that touches disk, network and USB, behind the channels of the contract. */
export interface Desk {
  /** Serves every channel of domain/contract/ipc.ts with a request already checked by its schema. Throws KeydeskError. */
  handle<C extends Channel>(channel: C, request: Request<C>): Promise<Reply<C>>;
  /** The laptop went to sleep or the screen was locked: the person has to be confirmed before an open ceremony goes on. */
  interrupted(): void;
  close(): Promise<void>;
}

export async function createDesk(_options: DeskOptions): Promise<Desk> {
  throw new Error('being written');
}
