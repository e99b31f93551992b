import type { AppState, EventBody, EventName } from '../domain/contract/ipc.ts';
import type { Printer } from '../domain/paper/printing.ts';
import type { EmulatedToken } from '../native/emulator/token.ts';
import type { ChooseFile } from './administration/chosen-file.ts';
import type { TimeLimits } from './sync/time-limit.ts';

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
  /** Asks the person for a file to write or to read, in the shell's own dialog. */
  readonly chooseFile?: ChooseFile | undefined;
  /** Puts what the window shows on paper; without one nothing is printed. */
  readonly printer?: Printer | undefined;
  /** Tells the window; states, never commands. */
  readonly emit: <E extends EventName>(event: E, body: EventBody<E>) => void;
  /** Where the emulated token keeps its memory, so that it survives a crash as a real one does; unpackaged runs only. */
  readonly emulatedTokenFile?: string | undefined;
  /** How long each of its reports takes, for whoever wants to do something in the middle of a write. */
  readonly emulatedReportMs?: number | undefined;
  /** A folder of emulated tokens, each file `SERIAL.json` one's memory; unpackaged runs only. */
  readonly emulatedTokensFolder?: string | undefined;
  /** What tests replace or look into; nothing that the window or the packaged app can reach. */
  readonly trial?: Trial | undefined;
}

export interface Trial {
  readonly now?: () => Date;
  readonly random?: (size: number) => Uint8Array;
  readonly crashPoint?: (name: string) => void;
  /** The emulated token to plug in, instead of the desk's own. */
  readonly emulatedToken?: () => EmulatedToken;
  /** Several emulated tokens, each plugged in by its serial. */
  readonly emulatedTokens?: () => readonly EmulatedToken[];
  /** How long an administrator's session outlives the last key. */
  readonly idleMs?: number;
  /** Whoever is named in the settings is at the desk, with a server of ours too: for tests about something else. */
  readonly namesOnly?: boolean;
  /** The clock that nobody sets. */
  readonly uptimeMs?: () => number;
  /** How long nobody has to be at the keyboard for the desk to lock itself. */
  readonly lockMs?: number;
  /** How long an exchange with the server may take, when not the usual. */
  readonly limits?: TimeLimits;
  /** How often to look for news of the server. */
  readonly pullEveryMs?: number;
  /** How soon again after a delivery; as seldom as otherwise, where only that is said. */
  readonly pullAgainMs?: number;
  /** How often to look whether the machine slept: a clock that was set looks the same. */
  readonly sleepLookEveryMs?: number;
}
