import type { AppState, Channel, EventBody, EventName, Reply, Request, Settings } from '../../domain/contract/ipc.ts';
import type { Printer } from '../../domain/paper/printing.ts';
import type { EmulatedPort } from '../../native/emulator/port.ts';
import type { EmulatedToken } from '../../native/emulator/token.ts';
import type { Ports } from '../../native/ports.ts';
import type { ChosenFiles } from '../administration/chosen-file.ts';
import type { AdministratorSession } from '../administration/session.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import type { DeskSession } from '../controllers/session.ts';
import type { LaneRun } from '../reprogram/run-lane.ts';
import type { SyncParts } from '../sync/parts.ts';
import type { Sync } from '../sync/sync.ts';
import type { VaultKeeper } from '../vault/keeper.ts';

/** What there is only while the vault is unlocked. */
export interface OpenDesk {
  readonly ceremony: CeremonyParts;
  readonly syncParts: SyncParts;
  readonly sync: Sync;
  /** Spares that are written anew. */
  readonly lane: LaneRun;
}

/** What the handlers work with. */
export interface DeskContext {
  readonly directory: string;
  readonly emulator: 'practice' | 'desk';
  /** The administrator who is signed in to the server at this window, if any. */
  readonly administration: AdministratorSession;
  /** Who is at the desk. */
  readonly session: DeskSession;
  /** Files to take away or to bring, where the person says. */
  readonly files: ChosenFiles;
  /** Puts what the window shows on paper. */
  readonly printer: Printer;
  readonly keeper: VaultKeeper;
  readonly ports: Ports;
  readonly emulated: EmulatedPort;
  /** The one emulated token of this desk. */
  readonly emulatedToken: () => EmulatedToken;
  /** Those that can be named by their serials, when there are several. */
  readonly emulatedTokens: () => readonly EmulatedToken[];
  readonly type: (text: string) => void;
  readonly emit: <E extends EventName>(event: E, body: EventBody<E>) => void;
  readonly appState: () => AppState;
  readonly settings: () => Settings;
  readonly saveSettings: (settings: Settings) => void;
  /** The open desk, or vault/locked. */
  readonly open: () => OpenDesk;
  /** The vault was unlocked or locked: what depends on it begins or ends. */
  readonly vaultChanged: () => Promise<void>;
  /** One act on the ceremony after the other, also those that nobody asked for. */
  readonly inTurn: <T>(act: () => T | Promise<T>) => Promise<T>;
  /** In its turn and with nobody to answer to: a failure of it is a line in the log. */
  readonly unasked: (act: (ceremony: CeremonyParts) => void) => void;
  /** Tells the window how the desk stands now. */
  readonly appChanged: () => void;
  readonly tokensChanged: () => void;
}

/** What answers a channel. */
export type Handler<C extends Channel> = (request: Request<C>) => Reply<C> | Promise<Reply<C>>;
export type Handlers<C extends Channel> = { readonly [K in C]: Handler<K> };
