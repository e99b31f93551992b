import { randomFillSync } from 'node:crypto';
import type { AppState, Channel, Reply, Request } from '../domain/contract/ipc.ts';
import { asFailure, type Failure, KeydeskError } from '../domain/failure.ts';
import { emulatedTokensInFolder } from '../native/emulator/folder.ts';
import { emulatedPort } from '../native/emulator/port.ts';
import { emulatedTokenInFile } from '../native/emulator/state-file.ts';
import { type EmulatedToken, emulatedToken } from '../native/emulator/token.ts';
import { openPorts, type Ports } from '../native/ports.ts';
import { settleLosses } from './acts/stand-in.ts';
import { chosenFiles } from './administration/chosen-file.ts';
import { administratorSession } from './administration/session.ts';
import { interrupt } from './ceremony/interrupt.ts';
import type { CeremonyParts } from './ceremony/parts.ts';
import { recover } from './ceremony/recover.ts';
import { settleStuck } from './ceremony/settle-stuck.ts';
import { watchSleep } from './ceremony/sleep-watch.ts';
import { watchToken } from './ceremony/watch-token.ts';
import { deskSession } from './controllers/session.ts';
import type { DeskOptions } from './desk-options.ts';
import { accountHandlers } from './ipc/accounts.ts';
import { actHandlers } from './ipc/acts.ts';
import { administrationHandlers } from './ipc/administration.ts';
import { administratorHandlers } from './ipc/administrators.ts';
import { appHandlers } from './ipc/app.ts';
import { auditHandlers } from './ipc/audit.ts';
import { ceremonyHandlers } from './ipc/ceremony.ts';
import { conflictHandlers } from './ipc/conflicts.ts';
import type { DeskContext, Handler, Handlers, OpenDesk } from './ipc/context.ts';
import { controllerHandlers } from './ipc/controllers.ts';
import { homeHandlers } from './ipc/desk.ts';
import { isForEverybody } from './ipc/for-everybody.ts';
import { importHandlers } from './ipc/imports.ts';
import { messagingHandlers } from './ipc/messaging.ts';
import { orderHandlers } from './ipc/order-file.ts';
import { pairingHandlers } from './ipc/pairing.ts';
import { paperHandlers } from './ipc/paper.ts';
import { peopleHandlers } from './ipc/people.ts';
import { policyHandlers } from './ipc/policies.ts';
import { practiceHandlers } from './ipc/practice.ts';
import { realmHandlers } from './ipc/realms.ts';
import { recordHandlers } from './ipc/records.ts';
import { reprogramHandlers } from './ipc/reprogram.ts';
import { rolloutHandlers } from './ipc/rollout.ts';
import { stationHandlers } from './ipc/station.ts';
import { stockHandlers } from './ipc/stock.ts';
import { syncHandlers } from './ipc/sync.ts';
import { attachedTokens, tokenHandlers } from './ipc/tokens.ts';
import { trailHandlers } from './ipc/trail.ts';
import { trustHandlers } from './ipc/trust.ts';
import { vaultHandlers } from './ipc/vault.ts';
import { settleLeft } from './reprogram/recover-lane.ts';
import { type LaneRun, runLane } from './reprogram/run-lane.ts';
import { proofShower } from './reprogram/show-proofs.ts';
import { askSignIn } from './sync/ask-sign-in.ts';
import { spareProofs } from './sync/ask-spare-proof.ts';
import { enrolByFile, hasEnrolmentFile } from './sync/enrol-by-file.ts';
import { keydeskPeer } from './sync/keydesk-peer.ts';
import type { SyncParts } from './sync/parts.ts';
import { privacyideaPeer } from './sync/privacyidea/peer.ts';
import { startSync } from './sync/sync.ts';
import { type Unlocked, vaultKeeper } from './vault/keeper.ts';
import { readSettings, saveSettings } from './vault/settings.ts';
import { type Enrolment, readEnrolment } from './vault/station.ts';
import { keepStationFile } from './vault/station-file.ts';

/** The desk core: everything that touches disk, network and USB, behind the channels of the contract. */
export interface Desk {
  /** Serves every channel of domain/contract/ipc.ts with a request already checked by its schema. Throws KeydeskError. */
  handle<C extends Channel>(channel: C, request: Request<C>): Promise<Reply<C>>;
  /** The laptop went to sleep or the screen was locked: the person has to be confirmed before an open ceremony goes on. */
  interrupted(): void;
  close(): Promise<void>;
}

const pullEveryMs = 60_000;
const pullAgainMs = 5_000;
const lockMs = 5 * 60_000;

export async function createDesk(given: DeskOptions): Promise<Desk> {
  // What a desk shows is for whoever is at it: nobody is told anything of it while it is locked.
  const options: DeskOptions = {
    ...given,
    emit: (event, body) => {
      const isOfDesk = ['ceremony/changed', 'tokens/changed', 'reprogram/changed'].includes(event);
      if (!isOfDesk || session.isOpen()) given.emit(event, body);
    },
  };
  const now = options.trial?.now ?? (() => new Date());
  const uptimeMs = options.trial?.uptimeMs ?? (() => performance.now());
  const crashPoint = options.trial?.crashPoint ?? (() => {});
  const keeper = vaultKeeper({ ...options, now });
  const emulated = emulatedPort();
  let settings = readSettings(options.directory);
  let open: OpenDesk | undefined;
  let closed = false;
  /** Enrolling by the code that npm start handed over: neither set up nor waiting for somebody. */
  let enrolling = false;
  /** Why the open vault is not at work: what was left open cannot be settled, or the station not be enrolled. */
  let openFailure: Failure | undefined;

  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(act: () => T | Promise<T>): Promise<T> => {
    const turn = last.then(act);
    last = turn.catch(() => {});
    return turn;
  };
  /** What nobody asked for has nobody to answer to: a failure of it is a line in the log. */
  const unasked = (act: (ceremony: CeremonyParts) => void) =>
    void inTurn(() => {
      if (open === undefined) return;
      settleStuck(open.ceremony);
      act(open.ceremony);
    }).catch((error: unknown) => console.error(error));

  const tokensChanged = () => {
    if (open !== undefined) options.emit('tokens/changed', attachedTokens(open.ceremony, ports));
  };
  const appState = (): AppState => {
    const enrolment = open === undefined ? undefined : readEnrolment(open.ceremony.vault);
    const failure = keeper.failure ?? (enrolment === undefined ? openFailure : undefined);
    return {
      phase: keeper.phase === 'unlocked' ? openPhase(enrolment !== undefined) : keeper.phase,
      failure: failure === undefined ? null : { code: failure.code, context: { ...failure.context } },
      keystore: keeper.keptBy,
      version: options.version,
      runtime: options.runtime,
      station: enrolment === undefined ? null : stationOf(enrolment),
      emulator: options.emulator,
      settings,
      atDesk: session.state(),
    };
  };
  const openPhase = (enrolled: boolean) => {
    if (open === undefined) return openFailure === undefined ? 'starting' : 'failed';
    return enrolling ? 'starting' : enrolled ? 'ready' : 'enrol';
  };
  const appChanged = () => options.emit('app/changed', appState());

  const session = deskSession({
    open: () => open?.ceremony,
    givenName: () => settings.controller,
    namesOnly: options.trial?.namesOnly === true,
    ask: async (typed) => {
      const { syncParts } = context.open();
      const enrolment = readEnrolment(syncParts.vault);
      if (enrolment?.kind !== 'keydesk') throw new KeydeskError('station/not-enrolled', {});
      return askSignIn(syncParts, enrolment, typed);
    },
    pull: async () => {
      const { problem } = await context.open().sync.sendNow();
      if (problem !== null) throw new KeydeskError(problem.code, problem.context);
    },
    inTurn,
    now,
    uptimeMs,
    idleMs: options.trial?.lockMs ?? lockMs,
    changed: () => {
      if (!session.isOpen()) open?.lane.rest();
      appChanged();
    },
    left: (why) => {
      administration.end(why === 'signed out' ? 'signed out' : 'locked');
      options.emit('controllers/left', undefined);
    },
    signedIn: (name) => {
      if (settings.controller !== name) context.saveSettings({ ...settings, controller: name });
    },
  });

  const administration = administratorSession({
    server: () => (open === undefined ? undefined : readEnrolment(open.ceremony.vault)),
    now,
    uptimeMs,
    idleMs: options.trial?.idleMs,
    limits: options.trial?.limits,
    changed: (state) => options.emit('administration/changed', state),
  });

  const ports: Ports = openPorts({
    hardware: options.hardware,
    emulated,
    onChange: () => {
      tokensChanged();
      unasked(watchToken);
      open?.lane.look();
    },
  });

  function begin(unlocked: Unlocked): OpenDesk {
    const syncParts: SyncParts = { ...unlocked, now, crashPoint, limits: options.trial?.limits };
    const dataChanged = () => {
      session.look();
      options.emit('data/changed', undefined);
      tokensChanged();
      void proofs.look();
    };
    const ceremony: CeremonyParts = {
      ...unlocked,
      ports,
      appVersion: options.version,
      controller: session.name,
      now,
      random: options.trial?.random ?? ((size) => randomFillSync(new Uint8Array(size))),
      crashPoint,
      changed: (state) => options.emit('ceremony/changed', state ?? null),
      recorded: () => {
        dataChanged();
        open?.sync.wake();
      },
    };
    const lane: LaneRun = runLane(ceremony, {
      changed: (view) => options.emit('reprogram/changed', view),
      proven: (spare, typed) => proofs.typed(spare, typed),
    });
    const proofs = proofShower(lane.parts, () => spareProofs(syncParts));
    recover(ceremony);
    settleLeft(lane.parts);
    checkOn(unlocked);
    const sync = startSync(syncParts, {
      changed: (state) => options.emit('sync/changed', state),
      dataChanged,
      broken: (failure) => breakOff(unlocked, failure),
      pullEveryMs: options.trial?.pullEveryMs ?? pullEveryMs,
      pullAgainMs: options.trial?.pullAgainMs ?? options.trial?.pullEveryMs ?? pullAgainMs,
      peerOf: (enrolment) =>
        enrolment.kind === 'privacyidea' ? privacyideaPeer(syncParts, enrolment) : keydeskPeer(syncParts, enrolment),
    });
    return { ceremony, syncParts, sync, lane };
  }

  /** Checks what was not checked at opening, a slice at a time; what does not hold ends the work on this vault. */
  function checkOn(unlocked: Unlocked): void {
    const timer = setTimeout(() => {
      if (closed || keeper.unlocked !== unlocked) return;
      try {
        if (unlocked.vault.unchecked.next().done !== true) return checkOn(unlocked);
      } catch (error) {
        breakOff(unlocked, asFailure(error));
      }
    }, 50);
    timer.unref();
  }

  /** The vault was found to be broken: the work on it ends. */
  function breakOff(unlocked: Unlocked, failure: Failure): void {
    void inTurn(async () => {
      if (closed || keeper.unlocked !== unlocked) return;
      const broken = open;
      // Nothing more is written to it, not even who was here.
      open = undefined;
      if (broken !== undefined) await leave(broken);
      keeper.fail(failure);
      appChanged();
    });
  }

  /** Whatever was at work on a vault that is let go of, or was typed for it, ends. */
  async function leave({ sync, lane }: OpenDesk): Promise<void> {
    administration.end('locked');
    session.lock('locked');
    lane.rest();
    open = undefined;
    await sync.stop();
  }

  async function vaultChanged(): Promise<void> {
    const { unlocked } = keeper;
    if (unlocked === undefined && open !== undefined) await leave(open);
    if (unlocked !== undefined && open === undefined) {
      openFailure = undefined;
      try {
        open = begin(unlocked);
      } catch (error) {
        openFailure = asFailure(error);
      }
    }
    if (open !== undefined) {
      open.sync.wake();
      tokensChanged();
      unasked(watchToken);
      unasked(settleLosses);
      void enrolIfHandedOver(open);
    }
    appChanged();
  }

  async function enrolIfHandedOver({ syncParts, sync }: OpenDesk): Promise<void> {
    const file = options.enrolmentFile;
    if (enrolling || !hasEnrolmentFile(file) || readEnrolment(syncParts.vault) !== undefined) return;
    enrolling = true;
    openFailure = await enrolByFile(syncParts, file, () => closed);
    if (openFailure === undefined && !closed) keepStationFile(syncParts.vault, syncParts.station.publicKey);
    if (openFailure === undefined && !closed) await sync.sendNow();
    enrolling = false;
    if (!closed) appChanged();
  }

  let ownToken: EmulatedToken | undefined;
  const theEmulatedToken = (): EmulatedToken => {
    const file = options.emulatedTokenFile;
    const { emulatedReportMs: reportMs = 1 } = options;
    ownToken ??= file === undefined ? emulatedToken({ reportMs }) : emulatedTokenInFile(file, { reportMs });
    return ownToken;
  };

  const folder = options.emulatedTokensFolder;
  const drawer = folder === undefined ? () => [] : emulatedTokensInFolder(folder);

  const context: DeskContext = {
    directory: options.directory,
    emulator: options.emulator,
    administration,
    session,
    files: chosenFiles(options.chooseFile ?? (async () => undefined)),
    printer: options.printer ?? { print: async () => 'no printer', draw: async () => undefined },
    emulatedToken: () => options.trial?.emulatedToken?.() ?? theEmulatedToken(),
    emulatedTokens: () => options.trial?.emulatedTokens?.() ?? drawer(),
    keeper,
    ports,
    emulated,
    type: options.type,
    emit: options.emit,
    appState,
    settings: () => settings,
    saveSettings: (wanted) => {
      saveSettings(options.directory, wanted);
      settings = wanted;
    },
    open: () => {
      if (open === undefined) throw new KeydeskError('vault/locked', {});
      return open;
    },
    vaultChanged,
    inTurn,
    unasked,
    appChanged,
    tokensChanged,
  };
  const handlers: Handlers<Channel> = {
    ...appHandlers(context),
    ...vaultHandlers(context),
    ...stationHandlers(context),
    ...homeHandlers(context),
    ...peopleHandlers(context),
    ...tokenHandlers(context),
    ...recordHandlers(context),
    ...reprogramHandlers(context),
    ...rolloutHandlers(context),
    ...paperHandlers(context),
    ...syncHandlers(context),
    ...ceremonyHandlers(context),
    ...practiceHandlers(context),
    ...controllerHandlers(context),
    ...actHandlers(context),
    ...conflictHandlers(context),
    ...pairingHandlers(context),
    ...administrationHandlers(context),
    ...accountHandlers(context),
    ...administratorHandlers(context),
    ...messagingHandlers(context),
    ...policyHandlers(context),
    ...realmHandlers(context),
    ...trailHandlers(context),
    ...stockHandlers(context),
    ...orderHandlers(context),
    ...trustHandlers(context),
    ...auditHandlers(context),
    ...importHandlers(context),
  };

  const interrupted = () => {
    administration.end('locked');
    session.lock('sleep');
    open?.lane.rest();
    unasked((ceremony) => interrupt(ceremony, 'sleep'));
  };
  const clocks = { wallMs: () => now().getTime(), monotonicMs: uptimeMs };
  const stopSleepWatch = watchSleep(clocks, interrupted, options.trial?.sleepLookEveryMs);
  await keeper.start();
  await vaultChanged();
  return {
    handle: async (channel, request) => {
      try {
        if (!session.isOpen() && !isForEverybody(channel)) throw new KeydeskError('controller/signed-out', {});
        return await (handlers[channel] as Handler<typeof channel>)(request);
      } finally {
        wipeBytes(request);
      }
    },
    interrupted,
    close: async () => {
      closed = true;
      administration.end('signed out');
      session.stop();
      stopSleepWatch();
      open?.lane.rest();
      await ports.close();
      await last;
      await open?.lane.idle();
      await open?.sync.stop();
      open = undefined;
      keeper.close();
    },
  };
}

/** What the window gets to know of this station's server. */
function stationOf({ id, name, url, kind }: Enrolment): NonNullable<AppState['station']> {
  return { id, name, server: url, kind };
}

/** Bytes in a request are secrets (a passphrase, a PIN, an access code): gone when it is answered, whatever became of it. */
function wipeBytes(request: unknown): void {
  if (typeof request !== 'object' || request === null) return;
  for (const value of Object.values(request)) if (value instanceof Uint8Array) value.fill(0);
}
